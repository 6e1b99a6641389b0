import ForeignFiles

extension ForeignFile {
    /// What a file among photographs is that is none, and what to do about it.
    ///
    /// - Parameter file: Nil, and the beginning of a picture that is cut off there, are not known.
    /// - Returns: Two clauses.
    static func described(_ file: ForeignFile?) -> (kind: String, remedy: String) {
        let unknown = (
            kind: "no \(ImageFormat.list)",
            remedy: "convert the file to one of these formats or remove it"
        )
        guard let file else { return unknown }
        if case .photograph = file { return unknown }
        return (file.kind, file.remedy)
    }

    /// Whether it may hold pictures that are not looked at.
    var isArchive: Bool {
        if case .archive = self { true } else { false }
    }

    private var remedy: String {
        switch self {
        case .empty: "replace it by an intact copy or remove it"
        case .archive: "unpack it and name its folder"
        case .gitPointer: Self.fetchAdvice
        case .webPage: "download the picture itself or remove the file"
        case .picture, .photograph, .document: "convert it to JPEG or PNG, or remove it"
        case .video, .weights, .safeTensors, .markup: "remove it"
        }
    }
}

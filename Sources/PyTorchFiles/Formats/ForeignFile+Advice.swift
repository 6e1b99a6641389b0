import ForeignFiles

extension ForeignFile {
    /// What to do about a file that was taken for a checkpoint.
    var advice: String {
        switch self {
        case .empty: "copy it again whole"
        case .archive("a tar archive"):
            "unpack it and import what is in it; a PyTorch before 0.1.10 wrote such files too: "
                + "save those weights again with a newer one"
        case .archive: "unpack it and import what is in it"
        case .gitPointer: Self.fetchAdvice
        case .webPage:
            "download the file itself, in a browser if a page asks for something first"
        case .picture, .photograph, .video, .document, .weights, .safeTensors, .markup:
            "name weights that PyTorch saved"
        }
    }
}

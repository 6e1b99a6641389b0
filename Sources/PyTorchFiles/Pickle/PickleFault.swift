/// A problem that is found where the file's name is not known.
struct PickleFault: Error, Equatable {
    let problem: PyTorchFileError.Problem

    init(_ problem: PyTorchFileError.Problem) { self.problem = problem }

    /// The pickle breaks the format.
    static func malformed(_ reason: String) -> PickleFault {
        PickleFault(.malformed(reason: reason))
    }

    /// A tensor contradicts itself.
    static func tensor(_ reason: String) -> PickleFault {
        PickleFault(.impossibleTensor(reason: reason))
    }

    /// A record of an archive is not what it should be.
    static func record(_ name: String, _ reason: String) -> PickleFault {
        PickleFault(.record(name: name, reason: reason))
    }

    /// A storage of a file without archive is not what it should be.
    static func storage(_ key: String, _ reason: String) -> PickleFault {
        PickleFault(.storage(key: key, reason: reason))
    }
}

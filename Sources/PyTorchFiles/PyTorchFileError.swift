import ForeignFiles
import Foundation

/// Why a PyTorch checkpoint could not be read.
public struct PyTorchFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file.
    public let file: URL
    /// The tensor, where the problem is with one tensor.
    public let tensor: String?
    /// What is wrong.
    public let problem: Problem

    /// One sentence: which file, what is wrong and what to do.
    public var description: String {
        let subject = tensor.map { ", tensor \(Self.quoted($0))," } ?? ""
        return "\(file.path)\(subject) \(problem.fact); \(problem.advice)."
    }

    /// Text from a file, made fit for one line of a terminal.
    ///
    /// - Parameter text: Anything: a hostile name can hold escape sequences or be megabytes long.
    /// - Returns: The text in quotes, escaped, cut after 80 characters.
    static func quoted(_ text: String) -> String {
        let cut = text.unicodeScalars.prefix(80)
        let ending = cut.endIndex == text.unicodeScalars.endIndex ? "" : "..."
        return "\"" + cut.map { $0.escaped(asASCII: true) }.joined() + ending + "\""
    }
}

extension PyTorchFileError {
    /// What can be wrong with a checkpoint.
    public enum Problem: Equatable, Sendable {
        /// The system cannot open it.
        case unreadable(reason: String)
        /// A folder, a pipe or a device.
        case notAFile
        /// A pickle that `torch.save` did not write.
        case barePickle
        /// Neither of PyTorch's formats.
        case notACheckpoint
        /// A file of another kind, such as a web page.
        case otherFormat(ForeignFile)
        /// Damaged or cut short.
        case damaged(reason: String)
        /// A zip archive without `data.pkl`, or with several.
        case noPickle(count: Int)
        /// A record is missing, packed, or of another size than its storage.
        case record(name: String, reason: String)
        /// A storage of a file without archive is missing, superfluous, or of another size.
        case storage(key: String, reason: String)
        /// The pickle calls for something that a state dict has no need of.
        case global(String)
        /// The pickle breaks the format.
        case malformed(reason: String)
        /// The pickle is larger than any checkpoint's.
        case tooLarge(reason: String)
        /// The outermost value is something else than a dictionary.
        case notADictionary
        /// A tensor that contradicts itself.
        case impossibleTensor(reason: String)
        /// There is no such tensor.
        case missing
        /// Its elements are not real numbers.
        case notNumbers(PyTorchElementType)
        /// It has more elements than its storage.
        case repeated(elements: Int, storage: Int)

        private static let saveAgain =
            "save the weights again in PyTorch: torch.save(model.state_dict(), \"weights.pth\")"

        var fact: String {
            switch self {
            case .unreadable(let reason): "cannot be read (\(reason))"
            case .notAFile: "is not a file"
            case .barePickle: "is a pickle without the magic number of PyTorch"
            case .notACheckpoint: "is not a PyTorch checkpoint"
            case .otherFormat(let file): "is \(file.kind)"
            case .damaged(let reason): "is damaged (\(reason))"
            case .noPickle(let count):
                count == 0
                    ? "is a zip archive without data.pkl and so not a PyTorch checkpoint"
                    : "has \(count) entries that claim to be its data.pkl"
            case .record(let name, let reason): "has a record \(quoted(name)) that \(reason)"
            case .storage(let key, let reason): "has a storage \(quoted(key)) that \(reason)"
            case .global(let name):
                "calls for \(quoted(name)), which is no part of a state dict (nothing was run)"
            case .malformed(let reason): "has a pickle that cannot be understood (\(reason))"
            case .tooLarge(let reason): "has a pickle larger than any state dict's (\(reason))"
            case .notADictionary: "does not hold a dictionary of tensors"
            case .impossibleTensor(let reason): "has a tensor with \(reason)"
            case .missing: "is not there"
            case .notNumbers(let type): "has elements of type \(type.rawValue)"
            case .repeated(let elements, let storage):
                "has \(elements) elements and stores \(storage)"
            }
        }

        var advice: String {
            switch self {
            case .unreadable: "check the path and its permissions"
            case .notAFile: "name a file such as weights.pth"
            case .otherFormat(let file): file.advice
            case .damaged: "copy it again whole"
            case .missing: "check that the file belongs to this model"
            case .notNumbers: "convert the model with model.float() and " + Self.saveAgain
            case .repeated: "save a copy of it: tensor.contiguous()"
            case .barePickle, .notACheckpoint, .noPickle, .record, .storage, .global, .malformed,
                .tooLarge, .notADictionary, .impossibleTensor:
                Self.saveAgain
            }
        }

        private func quoted(_ text: String) -> String { PyTorchFileError.quoted(text) }
    }
}

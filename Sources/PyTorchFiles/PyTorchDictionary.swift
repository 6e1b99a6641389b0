/// A dictionary of a checkpoint with the tensors that lie in it.
public struct PyTorchDictionary: Sendable, Equatable {
    /// The keys that lead to it from the outermost dictionary; empty for that one itself.
    public let path: [String]
    /// Its tensors by key.
    public let tensors: [String: PyTorchTensor]
    /// Keys of what is neither a tensor nor a dictionary listed of its own: numbers, texts, lists.
    public let otherKeys: [String]
    /// The classes of those among them that are objects of Python, which are never made.
    public let foreign: [String: String]
}

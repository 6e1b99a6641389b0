import Torch

/// All tensors of a network by path; the path is the key in the weights file.
///
/// Layers make their parameters through a ``ParameterScope`` and keep references to them, so that
/// loading, optimising and averaging write into what the layers read.
public final class ParameterStore {
    /// A tensor and whether it is learned.
    struct Entry {
        let tensor: Tensor
        let isLearned: Bool
    }

    /// Where all tensors are.
    public let device: Device
    /// The type of all tensors.
    public let type: ScalarType
    /// Paths in the order in which they were made.
    public private(set) var paths: [String] = []

    private var entries: [String: Entry] = [:]
    let random: RandomSource

    /// An empty store.
    ///
    /// - Parameters:
    ///   - seed: Where the initial values start.
    ///   - type: The type of all tensors.
    ///   - device: Where all tensors are.
    public init(seed: UInt64 = 0, type: ScalarType = .float32, device: Device = .cpu) {
        self.device = device
        self.type = type
        random = RandomSource(seed: seed, device: device)
    }

    /// The scope in which a network's outermost layers are made.
    public var root: ParameterScope { ParameterScope(store: self, path: "") }

    /// The tensor at a path, if there is one.
    public subscript(path: String) -> Tensor? { entries[path]?.tensor }

    /// Every tensor, learned or not, in the order of `paths`.
    public var tensors: [Tensor] { paths.compactMap { entries[$0]?.tensor } }

    /// The paths of the tensors that are learned.
    public var learnedPaths: [String] { paths.filter { entries[$0]?.isLearned == true } }

    /// The tensors that are learned, in the order of `learnedPaths`.
    public var learned: [Tensor] { learnedPaths.compactMap { entries[$0]?.tensor } }

    /// Overwrites every tensor with that of the same path in another store.
    ///
    /// - Parameter other: A store of the same network.
    public func copyValues(from other: ParameterStore) {
        precondition(paths == other.paths, "copying between different networks")
        for (mine, theirs) in zip(tensors, other.tensors) { mine.copy(from: theirs) }
    }

    func register(_ path: String, _ tensor: Tensor, isLearned: Bool) -> Tensor {
        precondition(entries[path] == nil, "parameter \(path) is made twice")
        entries[path] = Entry(tensor: tensor, isLearned: isLearned)
        paths.append(path)
        return tensor
    }
}

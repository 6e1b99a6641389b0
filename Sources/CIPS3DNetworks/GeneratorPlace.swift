import CIPS3DModel

/// Where in a checkpoint a generator is: a dictionary, and what precedes the keys in it.
struct GeneratorPlace {
    /// One name of each part.
    ///
    /// A generator that lacks some of them is still found, so that it can be said what is missing.
    private static let landmarks = [
        PublishedNames.fieldBlock(0).linear.weight, PublishedNames.density.weight,
        PublishedNames.shapeMapping(0).weight, PublishedNames.appearanceMapping(0).weight,
        PublishedNames.inrBlock(0).first.weight, PublishedNames.auxiliaryHead.weight,
    ]

    /// What PyTorch puts into names where a module is wrapped: for several devices, by `torch.compile`, for sharding
    /// and for checkpoints of activations.
    private static let wrappers: Set<String> = [
        "module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module",
    ]

    let dictionary: WeightsFile.Dictionary
    /// Precedes every name: empty, or with a dot at its end.
    let prefix: String
    /// The dictionary's keys by what is left of them without wrappers.
    private let keys: [String: String]

    private init(dictionary: WeightsFile.Dictionary, prefix: String, keys: [String: String]) {
        (self.dictionary, self.prefix, self.keys) = (dictionary, prefix, keys)
    }

    /// Everything that leads here but wrappers.
    private var steps: [String] {
        (dictionary.path + prefix.split(separator: ".").map(String.init)).filter {
            !Self.wrappers.contains($0)
        }
    }

    /// What leads here, for people; empty for the outermost dictionary.
    var label: String { Self.printable(steps.joined(separator: ".")) }

    /// Shapes by name, without the prefix.
    var shapes: [String: [Int]] {
        var shapes: [String: [Int]] = [:]
        for (name, key) in keys where name.hasPrefix(prefix) {
            shapes[String(name.dropFirst(prefix.count))] = dictionary.tensors[key]?.shape
        }
        return shapes
    }

    /// What is wrong with a tensor that is not there; nil where nothing of its name is.
    ///
    /// - Parameter name: A published name.
    /// - Returns: That an object of Python stands in its place.
    func objectInstead(of name: String) -> String? {
        let key = dictionary.otherKeys.first { Self.plainName($0) == prefix + name }
        return key.map { Self.printable(dictionary.described($0)) }
    }

    /// The key of a published name; the name itself where there is none.
    func key(_ name: String) -> String { keys[prefix + name] ?? prefix + name }

    /// The tensor of a published name.
    func tensor(_ name: String) -> WeightsFile.Facts? { dictionary.tensors[key(name)] }

    /// The place to take the generator from.
    ///
    /// - Parameter dictionaries: All of a checkpoint.
    /// - Returns: A moving average before others, then by the names in use; nil where no tensor has
    ///   a generator's name.
    static func best(in dictionaries: [WeightsFile.Dictionary]) -> GeneratorPlace? {
        let places = dictionaries.flatMap { dictionary in
            let keys = plainNames(of: dictionary)
            return prefixes(in: keys).map {
                GeneratorPlace(dictionary: dictionary, prefix: $0, keys: keys)
            }
        }
        return places.min { ($0.rank, $0.label) < ($1.rank, $1.label) }
    }

    /// Keys by their names without wrappers; of two that come to the same the shorter one.
    private static func plainNames(of dictionary: WeightsFile.Dictionary) -> [String: String] {
        let named = dictionary.tensors.keys.map { (plainName($0), $0) }
        return Dictionary(named) { ($0.count, $0) < ($1.count, $1) ? $0 : $1 }
    }

    /// A key without wrappers.
    private static func plainName(_ key: String) -> String {
        key.split(separator: ".", omittingEmptySubsequences: false)
            .filter { !wrappers.contains(String($0)) }.joined(separator: ".")
    }

    private static func prefixes(in keys: [String: String]) -> Set<String> {
        var prefixes: Set<String> = []
        for key in keys.keys {
            for landmark in landmarks where key.hasSuffix(landmark) {
                let prefix = key.dropLast(landmark.count)
                if prefix.isEmpty || prefix.hasSuffix(".") { prefixes.insert(String(prefix)) }
            }
        }
        return prefixes
    }

    private var rank: Int {
        let names = steps.map { $0.lowercased() }
        if names.contains(where: { $0 == "ema" || $0.hasSuffix("_ema") || $0.hasPrefix("ema_") }) {
            return 0
        }
        if names.isEmpty { return 1 }
        let order = ["generator", "g", "state_dict", "model"]
        return 2 + (order.firstIndex { names.contains($0) } ?? order.count)
    }

    /// What else a checkpoint holds.
    ///
    /// - Parameters:
    ///   - names: Published names that are used.
    ///   - dictionaries: All of the checkpoint.
    /// - Returns: Keys beside the generator and beside what leads to it, dictionaries as a whole.
    func others(than names: [String], in dictionaries: [WeightsFile.Dictionary]) -> [String] {
        let used = Set(names.map(key))
        var others: [String] = []
        for other in dictionaries {
            let leadsHere = dictionary.path.starts(with: other.path)
            if leadsHere {
                let keys = other.tensors.keys.filter {
                    other.path != dictionary.path || !used.contains($0)
                }
                others += (keys + other.otherKeys).map { key in
                    (other.path + [other.described(key)]).joined(separator: ".")
                }
            } else if dictionary.path.starts(with: other.path.dropLast()) {
                let name = other.path.joined(separator: ".")
                let count = other.tensors.count
                others.append(name + (count > 0 ? " (\(count) tensors)" : " (a dictionary)"))
            }
        }
        return others.sorted().map(Self.printable)
    }

    /// The keys that a person sees first.
    static func outermostKeys(of file: WeightsFile) -> [String] {
        guard let root = file.dictionaries.first else { return [] }
        let inner = file.dictionaries.filter { $0.path.count == 1 }.flatMap(\.path)
        return (root.tensors.keys + root.otherKeys.map(root.described) + inner).sorted()
            .map(printable)
    }

    /// Text from a file, fit for one line of a terminal.
    private static func printable(_ text: String) -> String {
        let cut = text.unicodeScalars.prefix(120)
        let ending = cut.endIndex == text.unicodeScalars.endIndex ? "" : "..."
        return cut.map { $0.escaped(asASCII: true) }.joined() + ending
    }
}

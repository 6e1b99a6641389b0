/// A number with everything that has to be known to repeat it.
public struct MetricValue: Codable, Sendable, Equatable {
    /// Which direction is good.
    public enum Good: String, Codable, Sendable {
        case lower, higher
        /// Near 1.
        case one
    }

    /// What it is called, such as `fid` or `relief`.
    public var name: String
    /// Mean over the seeds.
    public var value: Double
    /// Standard deviation over the seeds; nil for one of them.
    public var spread: Double?
    /// For each seed.
    public var values: [Double]
    /// Which direction is good.
    public var good: Good
    /// How it was measured.
    public var `protocol`: MetricProtocol
    /// What speaks against trusting it, a sentence each.
    public var warnings: [String]

    /// A number from those of the seeds.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - values: For each seed, at least one.
    ///   - good: Which direction is good.
    ///   - protocol: How it was measured.
    ///   - warnings: What speaks against trusting it.
    public init(
        _ name: String, _ values: [Double], good: Good, protocol: MetricProtocol,
        warnings: [String] = []
    ) {
        precondition(!values.isEmpty, "\(name) of no seeds")
        let mean = values.reduce(0, +) / Double(values.count)
        (self.name, self.values, value, self.good) = (name, values, mean, good)
        (self.protocol, self.warnings) = (`protocol`, warnings)
        if values.count > 1 {
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            spread = (squares / Double(values.count - 1)).squareRoot()
        }
    }
}

/// How a number was measured.
public struct MetricProtocol: Codable, Sendable, Equatable {
    /// Photographs; nil where none are needed.
    public var realImages: Int?
    /// Generated images, or heads, of each seed.
    public var fakeImages: Int
    /// Side of the generated images, in pixels; nil where they are files.
    public var size: Int?
    /// What was done to the photographs.
    public var realPreparation: String?
    /// What was done to generated images that are files.
    public var fakePreparation: String?
    /// Truncation; nil where the images are files.
    public var psi: Double?
    /// Standard deviations of yaw and pitch of the cameras, in degrees; nil where the images are
    /// files.
    public var yawDeviation: Double?
    public var pitchDeviation: Double?
    /// Which network gave the features; nil for measures of heads.
    public var network: String?
    /// SHA-256 of its weights.
    public var networkDigest: String?
    /// Samples on a ray, where they are not those of the training camera.
    public var samplesPerRay: Int?
    /// Images of a subset and how many subsets, of the kernel distance.
    public var subsetSize: Int?
    public var subsets: Int?
    /// What the value was multiplied by.
    public var factor: Double?
    /// Seeds of the generated images; empty where they are files.
    public var seeds: [UInt64] = []
    /// Versions of what measured.
    public var versions: [String: String]
    /// Whether the number may stand beside published ones of the same name.
    public var isComparable: Bool

    /// The protocol in one line, such as `10000 fake, 13233 real, 64x64, psi 1, ...`.
    public var line: String {
        var parts: [String] = []
        let unit = network == nil ? "heads" : "fake"
        parts.append("\(fakeImages) \(unit)\(realImages.map { " / \($0) real" } ?? "")")
        if let size { parts.append("\(size)x\(size)") }
        if let fakePreparation { parts.append("fake \(fakePreparation)") }
        if let realPreparation { parts.append("real \(realPreparation)") }
        if let psi { parts.append("psi \(Self.short(psi))") }
        if let yawDeviation, let pitchDeviation {
            parts.append(
                "yaw ± \(Self.short(yawDeviation))°, pitch ± \(Self.short(pitchDeviation))°")
        }
        if let samplesPerRay { parts.append("\(samplesPerRay) samples on a ray") }
        if let subsets, let subsetSize { parts.append("\(subsets) subsets of \(subsetSize)") }
        if let factor { parts.append("times \(Self.short(factor))") }
        if let network { parts.append("\(network) \(networkDigest?.prefix(8) ?? "")") }
        if !seeds.isEmpty {
            parts.append(
                "seed\(seeds.count == 1 ? "" : "s") \(seeds.map(String.init).joined(separator: ","))")
        }
        parts.append(
            versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", "))
        if !isComparable { parts.append("not comparable with published numbers") }
        return parts.joined(separator: "; ")
    }

    /// At most two decimals, and none where they are 0.
    private static func short(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}

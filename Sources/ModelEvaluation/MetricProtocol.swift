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
    /// Standard deviation of the cameras' yaw, in degrees; nil where the images are files.
    public var yawDeviation: Double?
    /// Standard deviation of the cameras' pitch, in degrees; nil where the images are files.
    public var pitchDeviation: Double?
    /// Which network gave the features; nil for measures of heads.
    public var network: String?
    /// SHA-256 of its weights.
    public var networkDigest: String?
    /// Samples on a ray, where they are not those of the training camera.
    public var samplesPerRay: Int?
    /// Images of a subset, of the kernel distance.
    public var subsetSize: Int?
    /// How many subsets, of the kernel distance.
    public var subsets: Int?
    /// What the value was multiplied by.
    public var factor: Double?
    /// Seeds of the generated images; empty where they are files.
    public var seeds: [UInt64] = []
    /// Versions of what measured.
    public var versions: [String: String]
    /// Whether the network also judged the model in training, which flatters it.
    public var isOfJudgingNetwork = false
    /// Whether the number may stand beside published ones of the same name.
    public var isComparable: Bool

    /// A protocol without what only some numbers have.
    ///
    /// - Parameters:
    ///   - fakeImages: Generated images, or heads, of each seed.
    ///   - versions: Versions of what measured.
    ///   - isComparable: Whether the number may stand beside published ones of the same name.
    public init(fakeImages: Int, versions: [String: String], isComparable: Bool) {
        (self.fakeImages, self.versions) = (fakeImages, versions)
        self.isComparable = isComparable
    }

    /// What is said at every number that is measured by the network that trained the model.
    public static let flattery = "the network that judged it in training, which flatters it"

    /// Generated images of a published Fréchet distance, which falls with their number.
    private static let publishedImages = 50_000

    /// Whether published numbers are made like this.
    ///
    /// - Parameters:
    ///   - distance: Which distance; precision and recall are published over another network.
    ///   - hasPublishedFeatures: Whether network and weights are those of published numbers.
    /// - Returns: Whether heads are not truncated, and images enough where the number depends on it.
    package func isPublishedProtocol(
        of distance: Metric.Distance, hasPublishedFeatures: Bool
    ) -> Bool {
        guard hasPublishedFeatures, psi ?? 1 == 1 else { return false }
        return switch distance {
        case .frechet: fakeImages >= Self.publishedImages
        case .kernel: true
        case .precisionRecall: false
        }
    }

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
        if isOfJudgingNetwork { parts.append(Self.flattery) }
        if !seeds.isEmpty {
            parts.append(
                "seed\(seeds.count == 1 ? "" : "s") \(seeds.map(String.init).joined(separator: ","))"
            )
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

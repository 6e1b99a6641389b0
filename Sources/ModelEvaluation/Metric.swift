import GANMetrics

/// What `evaluate` can measure, by the names of the command line.
public enum Metric: String, CaseIterable, Sendable {
    /// Fréchet distance over Inception-v3.
    case fid
    /// Kernel distance over Inception-v3.
    case kid
    /// Precision and recall over Inception-v3.
    case pr
    /// Fréchet distance over EfficientNet-Lite0.
    case fdEfficientNet = "fd-efficientnet"
    /// Kernel distance over EfficientNet-Lite0.
    case kdEfficientNet = "kd-efficientnet"
    /// Precision and recall over EfficientNet-Lite0.
    case prEfficientNet = "pr-efficientnet"
    /// Fréchet distance over MobileNetV2, by which no training is judged.
    case fdMobileNet = "fd-mobilenet"
    /// Kernel distance over MobileNetV2.
    case kdMobileNet = "kd-mobilenet"
    /// Precision and recall over MobileNetV2.
    case prMobileNet = "pr-mobilenet"
    /// Whether a point has one colour in all views.
    case consistency
    /// Whether faces have depth.
    case flatness
    /// Whether heads are their own mirror images.
    case symmetry
    /// What lies outside of the head.
    case floaters
    /// How much heads differ.
    case diversity

    /// What computes a distance.
    public enum Distance: Sendable {
        case frechet, kernel, precisionRecall
    }

    /// Which network gives the features.
    public enum Network: Sendable, CaseIterable {
        case inception, efficientNet, mobileNet
    }

    /// The distance and its network; nil for measures of heads.
    public var comparison: (distance: Distance, network: Network)? {
        switch self {
        case .fid: (.frechet, .inception)
        case .kid: (.kernel, .inception)
        case .pr: (.precisionRecall, .inception)
        case .fdEfficientNet: (.frechet, .efficientNet)
        case .kdEfficientNet: (.kernel, .efficientNet)
        case .prEfficientNet: (.precisionRecall, .efficientNet)
        case .fdMobileNet: (.frechet, .mobileNet)
        case .kdMobileNet: (.kernel, .mobileNet)
        case .prMobileNet: (.precisionRecall, .mobileNet)
        case .consistency, .flatness, .symmetry, .floaters, .diversity: nil
        }
    }

    /// What needs nothing but a model.
    public static var ofHeads: [Metric] { allCases.filter { $0.comparison == nil } }

    /// What is measured where nobody says what: of the kernel distances, which take longest of all,
    /// one over a network that nobody has to fetch by hand is enough.
    public static var usual: [Metric] { allCases.filter { $0 != .kdMobileNet } }
}

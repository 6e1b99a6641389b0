/// How far styles are drawn towards the mean head.
///
///     w = mean + psi · (w − mean)
///
/// The mean is over the styles of 10,000 random codes, which `MeanCodes` draws from a fixed seed.
public struct Truncation: Sendable, Equatable {
    /// 1 leaves styles as they are, 0 gives the mean head to every seed.
    public var psi: Double

    /// A truncation of the given strength.
    ///
    /// - Parameter psi: From 0 to 1 in ordinary use; above 1 exaggerates.
    public init(psi: Double) {
        self.psi = psi
    }

    /// Styles stay as they are.
    public static let off = Truncation(psi: 1)

    /// Whether styles stay as they are, so that no mean is needed.
    public var isOff: Bool { psi == 1 }
}

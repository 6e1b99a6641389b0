/// An angle; zero is frontal for yaw and pitch.
public struct Angle: Sendable, Equatable, Codable, Comparable {
    /// The angle in radians.
    public var radians: Double
    /// The angle in degrees.
    public var degrees: Double { radians * 180 / .pi }

    /// An angle given in radians.
    public static func radians(_ value: Double) -> Angle { Angle(radians: value) }
    /// An angle given in degrees.
    public static func degrees(_ value: Double) -> Angle { Angle(radians: value * .pi / 180) }
    /// No angle.
    public static let zero = Angle(radians: 0)

    private init(radians: Double) { self.radians = radians }

    /// Orders angles by size.
    public static func < (a: Angle, b: Angle) -> Bool { a.radians < b.radians }
}

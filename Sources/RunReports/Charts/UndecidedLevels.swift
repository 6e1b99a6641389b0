import CIPS3DModel
import RunSettings

/// Where losses are while discriminators cannot tell generated heads from photographs.
///
/// Logits are then near 0. The logistic loss of StyleGAN2's kind is 2 ln 2, however many judges there
/// are, for their weights are 1 in sum; the hinge loss of the projected kind is 2 for each judge, times
/// the judge's weight.
package struct UndecidedLevels: Sendable {
    /// The discriminators' loss, in words; with names of runs where it is not the same in all.
    package let discriminators: String
    /// The generator's loss, in words like those.
    package let generator: String
    /// The view penalty of whoever always says that a head is seen from the front; nil where no run
    /// has one, or not the same.
    package let viewPenalty: Double?
    private let isSame: Bool
    private let hasPenalties: (discriminators: Bool, generator: Bool)

    /// The levels of runs.
    ///
    /// - Parameter runs: At least one.
    package init(_ runs: [ReportedRun]) {
        let kinds = runs.map { ($0.name, $0.configuration.discriminator) }
        discriminators = Self.text(kinds.map { ($0, Self.discriminatorLevel($1)) })
        generator = Self.text(kinds.map { ($0, Self.generatorLevel($1)) })
        isSame = Set(kinds.map { Self.discriminatorLevel($1) }).count == 1
        let configurations = runs.map(\.configuration)
        let looked = configurations.filter { $0.training.viewWeight > 0 }
        let guesses = Set(looked.map(Self.frontalPenalty))
        viewPenalty = guesses.count == 1 ? guesses.first : nil
        let hasR1 = configurations.contains {
            $0.discriminator.kind == .styleGAN2 && $0.training.r1Weight > 0
        }
        let hasMoments = configurations.contains {
            $0.discriminator.kind == .projected && $0.discriminator.projected.momentWeight > 0
        }
        hasPenalties = (hasR1 || !looked.isEmpty, hasMoments || !looked.isEmpty)
    }

    /// What else has to be said of losses, a sentence each, with a space before it.
    ///
    /// - Parameter ofGenerator: Whether the generator's are meant.
    /// - Returns: Sentences; empty where there is nothing to say.
    func remark(ofGenerator: Bool) -> String {
        let penalties = ofGenerator ? hasPenalties.generator : hasPenalties.discriminators
        return (penalties ? " Penalties come on top." : "")
            + (isSame ? "" : " Losses of different kinds cannot be compared.")
    }

    private static func discriminatorLevel(_ configuration: DiscriminatorConfiguration) -> String {
        switch configuration.kind {
        case .styleGAN2: return "1.39 (2 ln 2)"
        case .projected:
            let weight = configuration.usesAuxiliary ? configuration.projected.auxiliaryWeight : 0
            let how =
                switch weight {
                case 0: ""
                case 1: ", 2 for each judge"
                default: ", 2 and \(NumberText.short(weight)) times 2"
                }
            return "\(NumberText.short(2 + 2 * weight)) (hinge loss\(how))"
        }
    }

    private static func generatorLevel(_ configuration: DiscriminatorConfiguration) -> String {
        switch configuration.kind {
        case .styleGAN2: "0.69 (ln 2)"
        case .projected: "0 (hinge loss)"
        }
    }

    /// Half of the mean square of yaw and pitch, which are normal and hardly ever beyond a radian.
    private static func frontalPenalty(_ configuration: Configuration) -> Double {
        let camera = configuration.camera
        let deviations = [camera.yawDeviation, camera.pitchDeviation].map {
            Angle.degrees($0).radians
        }
        return configuration.training.viewWeight / 4 * deviations.reduce(0) { $0 + $1 * $1 }
    }

    /// What all runs have; or what which of them have.
    private static func text(_ levels: [(run: String, level: String)]) -> String {
        var different: [String] = []
        for (_, level) in levels where !different.contains(level) { different.append(level) }
        guard different.count > 1 else { return different[0] }
        return different.map { level in
            let names = levels.filter { $0.level == level }.map(\.run)
            return "\(level) in \(names.joined(separator: ", "))"
        }.joined(separator: " or ")
    }
}

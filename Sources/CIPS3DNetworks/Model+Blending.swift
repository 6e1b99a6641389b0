import CIPS3DModel
import Foundation
import Torch
import TorchNN

extension Model {
    /// A model whose per-pixel network is between those of two models that share their NeRF.
    ///
    /// Sources: layer swapping (arXiv:2010.05334), and the interpolated models of CIPS-3D
    /// (arXiv:2110.09788).
    ///
    /// - Parameters:
    ///   - other: What a share of 1 takes.
    ///   - weights: The shares.
    /// - Returns: A model of the same sizes; camera, NeRF and auxiliary head are this one's.
    /// - Throws: ``BlendError`` where the sizes or the NeRFs differ.
    package func blended(
        with other: Model, _ weights: BlendWeights
    ) throws(BlendError) -> Model {
        guard configuration.generator == other.configuration.generator else { throw .sizes }
        try checkSameNeRF(as: other)
        let (mine, theirs) = (generator.parameters, other.generator.parameters)
        let result = Generator(
            configuration.generator, camera: configuration.camera,
            parameters: ParameterStore(device: mine.device))
        withoutGradient {
            for path in mine.paths {
                guard let part = GeneratorPart(ofTensor: path) else {
                    preconditionFailure("\(path) belongs to no part")
                }
                let share = weights.share(of: part)
                // This way 0 and 1 are the models themselves, to the bit.
                result.parameters.tensor(path).copy(
                    from: (1 - share) * mine.tensor(path) + share * theirs.tensor(path))
            }
        }
        return Model(
            generator: result,
            imageSize: max(configuration.imageSize, other.configuration.imageSize),
            judgingNetwork: configuration.judgingNetwork == .none
                ? other.configuration.judgingNetwork : configuration.judgingNetwork)
    }

    private func checkSameNeRF(as other: Model) throws(BlendError) {
        let (mine, theirs) = (generator.parameters, other.generator.parameters)
        var worst: (tensor: String, difference: Double)?
        for path in mine.paths where [.nerf, .shapeMapping].contains(GeneratorPart(ofTensor: path))
        {
            let (a, b) = (mine.tensor(path).detached(), theirs.tensor(path).detached())
            let difference = (a - b).norm().item / max(a.norm().item, 1e-12)
            // Written so that a difference that is not a number counts.
            guard !(difference <= worst?.difference ?? 0) else { continue }
            worst = (path, difference)
        }
        if let worst { throw .nerfs(tensor: worst.tensor, difference: worst.difference) }
    }
}

/// Two models that cannot be blended.
package enum BlendError: Error, Sendable, Equatable, CustomStringConvertible {
    /// They have other sizes.
    case sizes
    /// Their NeRFs differ, most in this tensor: by so much of its norm.
    case nerfs(tensor: String, difference: Double)

    /// What is in the way, and what to do.
    package var description: String { "The models cannot be blended: \(reason)." }

    /// The same as a clause.
    package var reason: String {
        switch self {
        case .sizes:
            "their generators have different sizes; train the second --from the first"
        case .nerfs(let tensor, let difference):
            String(
                format: "their NeRFs differ, most in \(tensor), by %.2g %% of its norm; train the "
                    + "second --from the first with training.frozen=[\"nerf\", \"shapeMapping\"]",
                100 * difference)
        }
    }
}

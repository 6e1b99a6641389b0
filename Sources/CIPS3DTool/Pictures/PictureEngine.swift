import ArgumentParser
import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import ParallelWork

/// What renders the heads of a model.
///
/// Not checked by the compiler: libtorch's tensors are only read, which it allows on any thread.
enum PictureEngine: @unchecked Sendable {
    /// Tile by tile on a processor, without libtorch.
    case fused(Renderer)
    /// The networks of training, on any device; and the model as the other engine has it, which can say
    /// where numbers go wrong.
    case torch(HeadRenderer, fused: Renderer)

    /// The names of the engines on a command line.
    enum Name: String, CaseIterable, ExpressibleByArgument {
        case fused
        case torch
    }

    /// Sizes, camera and the size of the training images.
    var configuration: ModelConfiguration {
        switch self {
        case .fused(let renderer): renderer.configuration
        case .torch(let renderer, _): renderer.model.configuration
        }
    }

    /// Makes a head.
    ///
    /// - Parameters:
    ///   - name: What it is called, as in "The head of seed 7".
    ///   - recipe: What it is made of.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Returns: The head, ready to be seen from anywhere.
    /// - Throws: `RendererError`, or a sentence where its numbers cannot be shown.
    func head(_ name: String, _ recipe: HeadRecipe, truncation: Truncation) throws -> PictureHead {
        let head = { (renderer: Renderer) in
            try ToolError.naming(name) {
                try renderer.makeHead(recipe, truncation: truncation)
            }
        }
        return switch self {
        case .fused(let renderer): .fused(renderer, try head(renderer))
        case .torch(let renderer, let fused):
            .torch(renderer, recipe, truncation, fused: fused, try head(fused))
        }
    }
}

/// A head in the engine that made it.
///
/// Not checked by the compiler: it holds libtorch's tensors, as the engine does, which are only read, and that is
/// allowed on any thread.
enum PictureHead: @unchecked Sendable {
    /// What depends on the style is done.
    case fused(Renderer, Head)
    /// What depends on the style is done with each picture; and the head in the other engine.
    case torch(HeadRenderer, HeadRecipe, Truncation, fused: Renderer, Head)

    /// Renders a picture and hands over its pixels run by run, so that nobody holds all their
    /// numbers.
    ///
    /// - Parameters:
    ///   - name: What the picture is called, as in "The head of seed 7".
    ///   - camera: From where.
    ///   - size: Pixels on a side.
    ///   - placement: Where along the rays the field is evaluated.
    ///   - cancellation: Asked before each tile or run.
    ///   - receive: Takes a run of pixels; called on several threads, but only once at a time,
    ///     with the runs in any order.
    /// - Throws: `CancellationError`, or a sentence where the picture cannot be shown.
    func render(
        _ name: String, from camera: Camera, size: Int,
        placement: SamplePlacement = .deterministic,
        cancellation: Cancellation = Cancellation(), receive: (RenderedPixels) -> Void
    ) throws {
        switch self {
        case .fused(let renderer, let head):
            let batch = RayBatch(camera: camera, size: size, placement: .rule(placement))
            try ToolError.naming(name) {
                try renderer.renderTiles(
                    head, batch, cancellation: cancellation, receive: receive)
            }
        case .torch(let renderer, let recipe, let truncation, let fused, let head):
            var check = PictureCheck()
            try renderer.render(
                recipe, camera: camera, size: size, truncation: truncation, sampling: placement,
                cancellation: cancellation
            ) {
                check.look(at: $0)
                receive($0)
            }
            try ToolError.naming(name) {
                try Self.explain(check.verdict, fused, head, size: size) {
                    RayBatch(camera: camera, size: $0, placement: .rule(placement))
                }
            }
        }
    }

    /// Says what is wrong with a picture that the other engine has rendered.
    ///
    /// A small picture by this engine also shows numbers that tanh has hidden in the other.
    private static func explain(
        _ verdict: PictureCheck.Verdict, _ renderer: Renderer, _ head: Head, size: Int,
        batch: (Int) -> RayBatch
    ) throws {
        let kind: PictureFault.Kind
        switch verdict {
        case .showable:
            _ = try renderer.renderFinite(head, batch(16))
            return
        case .notFinite: kind = .notANumber
        case .noHead: kind = .noHead
        case .oneColor: kind = .oneColor
        }
        try renderer.renderTiles(head, batch(size)) { _ in }
        // The engines differ: the layer is not known, and the picture is no better for it.
        throw RendererError.notShowable(PictureFault(kind: kind, layer: nil))
    }
}

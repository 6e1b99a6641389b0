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
    /// The networks of training, on any device.
    case torch(HeadRenderer)

    /// The names of the engines on a command line.
    enum Name: String, CaseIterable, ExpressibleByArgument {
        case fused
        case torch
    }

    /// Sizes, camera and the size of the training images.
    var configuration: ModelConfiguration {
        switch self {
        case .fused(let renderer): renderer.configuration
        case .torch(let renderer): renderer.model.configuration
        }
    }

    /// Makes a head.
    ///
    /// - Parameters:
    ///   - recipe: What it is made of.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Returns: The head, ready to be seen from anywhere.
    /// - Throws: `RendererError`.
    func head(_ recipe: HeadRecipe, truncation: Truncation) throws -> PictureHead {
        switch self {
        case .fused(let renderer):
            .fused(renderer, try renderer.makeHead(recipe, truncation: truncation))
        case .torch(let renderer):
            .torch(renderer, recipe, truncation)
        }
    }
}

/// A head in the engine that made it.
///
/// Not checked by the compiler, for the engine's reason.
enum PictureHead: @unchecked Sendable {
    /// What depends on the style is done.
    case fused(Renderer, Head)
    /// What depends on the style is done with each picture.
    case torch(HeadRenderer, HeadRecipe, Truncation)

    /// Renders a picture and hands over its pixels run by run, so that nobody holds all their
    /// numbers.
    ///
    /// - Parameters:
    ///   - camera: From where.
    ///   - size: Pixels on a side.
    ///   - placement: Where along the rays the field is evaluated.
    ///   - cancellation: Asked before each tile or run.
    ///   - receive: Takes a run of pixels; called on several threads, but only once at a time,
    ///     with the runs in any order.
    /// - Throws: `CancellationError`.
    func render(
        from camera: Camera, size: Int, placement: SamplePlacement = .deterministic,
        cancellation: Cancellation = Cancellation(), receive: (RenderedPixels) -> Void
    ) throws {
        switch self {
        case .fused(let renderer, let head):
            let batch = RayBatch(camera: camera, size: size, placement: .rule(placement))
            try renderer.renderTiles(head, batch, cancellation: cancellation, receive: receive)
        case .torch(let renderer, let recipe, let truncation):
            try renderer.render(
                recipe, camera: camera, size: size, truncation: truncation, sampling: placement,
                cancellation: cancellation, receive: receive)
        }
    }
}

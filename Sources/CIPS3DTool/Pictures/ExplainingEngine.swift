import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import HeadPictures
import ParallelWork

/// libtorch's engine, with the fused one beside it, which can say in which layer numbers go wrong.
struct ExplainingEngine: HeadEngine {
    let torch: TorchEngine
    let fused: FusedEngine

    var configuration: ModelConfiguration { torch.configuration }
    var turns: Turns { torch.turns }

    func makeStyles(of codes: HeadCodes) throws -> HeadStyles {
        do {
            return try torch.makeStyles(of: codes)
        } catch HeadError.notShowable(let fault) {
            _ = try fused.makeStyles(of: codes)
            // The engines differ: the layer is not known, and the head is no better for it.
            throw HeadError.notShowable(fault)
        }
    }

    func makeMeanStyles() -> HeadStyles { torch.makeMeanStyles() }

    func makeHead(_ styles: HeadStyles) throws -> any PreparedHead {
        let layers = try fused.makeLayers(styles)
        // A small picture also shows numbers that tanh hides in libtorch.
        let camera = Camera(configuration.camera)
        _ = try fused.renderFinite(layers, RayBatch(PictureRequest(from: camera, size: 16)))
        return ExplainingHead(
            head: try torch.makeHead(styles), fused: try fused.makeHead(styles))
    }
}

private struct ExplainingHead: PreparedHead {
    let head: any PreparedHead
    let fused: any PreparedHead

    var cameraConfiguration: CameraConfiguration { head.cameraConfiguration }
    var turns: Turns { head.turns }

    func render(
        _ request: PictureRequest, cancellation: Cancellation, receive: (RenderedPixels) -> Void
    ) throws {
        do {
            try head.render(request, cancellation: cancellation, receive: receive)
        } catch HeadError.notShowable(let fault) {
            try fused.render(request, cancellation: cancellation) { _ in }
            throw HeadError.notShowable(fault)
        }
    }
}

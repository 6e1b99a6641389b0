import CIPS3DModel
import CIPS3DNetworks
import Foundation
import ParallelWork
import Testing
import Torch
import TorchNN
import VolumeRendering

@Suite("Head renderer")
struct HeadRendererTests {
    private let model: Model
    private let codes: HeadCodes
    private let camera: Camera

    init() {
        var sizes = Configuration.faces32.generator
        sizes.nerf.width = 16
        sizes.inr.width = 24
        var sampling = CameraConfiguration()
        sampling.samplesPerRay = 6
        let generator = Generator(sizes, camera: sampling, parameters: ParameterStore(seed: 3))
        model = Model(generator: generator, imageSize: 32)
        codes = HeadCodes(seed: 7, configuration: sizes)
        camera = Camera(sampling, yaw: .degrees(20), pitch: .degrees(-5))
    }

    @Test("a picture in runs is the picture that the generator renders whole")
    func runs() {
        let size = 13
        let whole = withoutGradient {
            let styles = model.generator.styles(
                shapeCodes: Tensor(codes.shape, shape: [1, codes.shape.count]),
                appearanceCodes: Tensor(codes.appearance, shape: [1, codes.appearance.count]))
            return model.generator.render(
                Rays(cameras: [camera], size: size), styles: styles, draws: .deterministic)
        }
        for runLength in [7, 64, 1_000] {
            let renderer = HeadRenderer(model, threads: 2, runLength: runLength)
            let picture = renderer.render(HeadRecipe(codes), camera: camera, size: size)
            #expect(picture.pixels == 0..<size * size)
            // Matrix products of another length sum in another order; values are at most 1.1.
            #expect(largestDifference(picture.color, whole.color.array()) < 2e-5)
            #expect(largestDifference(picture.auxiliary, whole.auxiliary.array()) < 2e-5)
            #expect(largestDifference(picture.depth, whole.depth.array()) < 2e-5)
        }
        #expect(Set(whole.color.array(of: Float.self)).count > size * size)
    }

    @Test("a picture is the same to the bit on one, two and three threads")
    func threads() {
        for sampling in [SamplePlacement.deterministic, .jittered(seed: 5)] {
            let pictures = [1, 2, 3].map { threads in
                HeadRenderer(model, threads: threads, runLength: 50).render(
                    HeadRecipe(codes), camera: camera, size: 21, truncation: Truncation(psi: 0.6),
                    sampling: sampling)
            }
            #expect(pictures[0] == pictures[1])
            #expect(pictures[0] == pictures[2])
        }
    }

    @Test("a picture that is cancelled ends with the runs that were begun", arguments: 1...3)
    func cancellation(threads: Int) {
        let renderer = HeadRenderer(model, threads: threads, runLength: 8)
        let cancellation = Cancellation()
        var runs = 0
        #expect(throws: CancellationError.self) {
            try renderer.render(
                HeadRecipe(codes), camera: camera, size: 64, cancellation: cancellation
            ) { _ in
                runs += 1
                cancellation.cancel()
            }
        }
        #expect((1...threads).contains(runs))
    }

    @Test("jitter moves the picture a little, by its seed")
    func jitter() {
        let renderer = HeadRenderer(model, threads: 2)
        let render = { (sampling: SamplePlacement) in
            renderer.render(HeadRecipe(codes), camera: camera, size: 12, sampling: sampling)
        }
        #expect(render(.jittered(seed: 1)) == render(.jittered(seed: 1)))
        #expect(render(.jittered(seed: 1)) != render(.jittered(seed: 2)))
        #expect(render(.jittered(seed: 1)) != render(.deterministic))
    }

    @Test("psi 0 gives every seed the mean head")
    func meanHead() {
        let other = HeadCodes(seed: 8, configuration: model.configuration.generator)
        let renderer = HeadRenderer(model, threads: 2)
        let render = { (codes: HeadCodes, psi: Double) in
            renderer.render(
                HeadRecipe(codes), camera: camera, size: 8, truncation: Truncation(psi: psi))
        }
        #expect(render(codes, 0) == render(other, 0))
        #expect(render(codes, 0.5) != render(other, 0.5))
    }

    @Test("the number of threads inside an operation is as it was after rendering")
    func settings() {
        let before = TorchRuntime.threadCount
        _ = HeadRenderer(model, threads: 2).render(HeadRecipe(codes), camera: camera, size: 20)
        #expect(TorchRuntime.threadCount == before)
    }

    @Test("rays of a run of pixels are those of the whole picture")
    func rays() {
        let whole = Rays(cameras: [camera], size: 9).narrowed(20..<47)
        let run = Rays(cameras: [camera], size: 9, pixels: 20..<47)
        #expect(run.count == 27)
        // One matrix product of other height; directions have length 1.
        #expect(largestDifference(run.directions.array(), whole.directions.array()) < 1e-6)
        #expect(run.origins.array(of: Float.self) == whole.origins.array(of: Float.self))
    }

    private func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
        guard a.count == b.count else { return .infinity }
        return zip(a, b).map { Swift.abs($0 - $1) }.max() ?? .infinity
    }
}

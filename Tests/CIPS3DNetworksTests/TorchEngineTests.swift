import CIPS3DModel
import CIPS3DNetworks
import Foundation
import HeadPictures
import ParallelWork
import RunSettings
import Testing
import Torch
import TorchNN
import VolumeRendering

@Suite("Rendering by libtorch")
struct TorchEngineTests {
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
    func runs() async throws {
        let size = 13
        let whole = withoutGradient {
            let styles = model.generator.styles(
                shapeCodes: Tensor(codes.shape, shape: [1, codes.shape.count]),
                appearanceCodes: Tensor(codes.appearance, shape: [1, codes.appearance.count]))
            return model.generator.render(
                Rays(cameras: [camera], size: size), styles: styles, draws: .deterministic)
        }
        for runLength in [7, 64, 1_000] {
            let engine = TorchEngine(model, threads: 2, runLength: runLength)
            let picture = try await engine.head(codes).picture(from: camera, size: size)
            #expect(picture.width == size && picture.height == size)
            // Matrix products of another length sum in another order; values are at most 1.1.
            #expect(largestDifference(picture.color, whole.color.array()) < 2e-5)
            #expect(largestDifference(picture.auxiliary, whole.auxiliary.array()) < 2e-5)
            #expect(largestDifference(picture.opacity, whole.opacity.array()) < 2e-5)
        }
        #expect(Set(whole.color.array(of: Float.self)).count > size * size)
    }

    @Test("a picture is the same to the bit on one, two and three threads")
    func threads() async throws {
        for placement in [SamplePlacement.deterministic, .jittered(seed: 5)] {
            var pictures: [HeadPicture] = []
            for threads in 1...3 {
                let head = try await TorchEngine(model, threads: threads, runLength: 50)
                    .head(codes, truncation: Truncation(psi: 0.6))
                pictures.append(
                    try await head.picture(
                        PictureRequest(from: camera, size: 21, placement: placement)))
            }
            #expect(pictures[0] == pictures[1])
            #expect(pictures[0] == pictures[2])
        }
    }

    @Test("a part of a picture is that part of it, in runs of any length")
    func parts() async throws {
        let part = PixelRectangle(x: 3, y: 5, width: 7, height: 4)
        let head = try await TorchEngine(model, threads: 2, runLength: 10).head(codes)
        let placement = SamplePlacement.jittered(seed: 2)
        let whole = try await head.picture(
            PictureRequest(from: camera, size: 21, placement: placement))
        let some = try await head.picture(
            PictureRequest(from: camera, size: 21, part: part, placement: placement))
        #expect(some.width == 7 && some.height == 4)
        let expected = try #require(part.pixels(size: 21)).flatMap {
            whole.color[3 * $0..<3 * $0 + 3]
        }
        // Runs have other lengths, and sums another order.
        #expect(largestDifference(some.color, Array(expected)) < 2e-5)
    }

    @Test("other samples on a ray give nearly the same picture")
    func samples() async throws {
        let head = try await TorchEngine(model, threads: 2).head(codes)
        let fine = try await head.picture(
            PictureRequest(from: camera, size: 12, samplesPerRay: 64))
        let finer = try await head.picture(
            PictureRequest(from: camera, size: 12, samplesPerRay: 128))
        #expect(fine != finer)
        // Between random heads it is several tenths.
        #expect(largestDifference(fine.color, finer.color) < 0.05)
    }

    @Test("a picture that is cancelled ends with the runs that were begun", arguments: 1...3)
    func cancellation(threads: Int) throws {
        let engine = TorchEngine(model, threads: threads, runLength: 8)
        let head = try engine.makeHead(engine.makeStyles(of: codes))
        let cancellation = Cancellation()
        var runs = 0
        #expect(throws: CancellationError.self) {
            try head.render(
                PictureRequest(from: camera, size: 64), cancellation: cancellation
            ) { _ in
                runs += 1
                cancellation.cancel()
            }
        }
        #expect((1...threads).contains(runs))
    }

    @Test("jitter moves the picture a little, by its seed")
    func jitter() async throws {
        let head = try await TorchEngine(model, threads: 2).head(codes)
        let render = { (placement: SamplePlacement) in
            try await head.picture(PictureRequest(from: camera, size: 12, placement: placement))
        }
        let first = try await render(.jittered(seed: 1))
        #expect(try await render(.jittered(seed: 1)) == first)
        #expect(try await render(.jittered(seed: 2)) != first)
        #expect(try await render(.deterministic) != first)
    }

    @Test("psi 0 gives every seed the mean head")
    func meanHead() async throws {
        let engine = TorchEngine(model, threads: 2)
        let render = { (seed: UInt64, psi: Double) in
            try await engine.head(seed: seed, truncation: Truncation(psi: psi))
                .picture(from: camera, size: 8)
        }
        #expect(try await render(7, 0) == render(8, 0))
        #expect(try await render(7, 0.5) != render(8, 0.5))
    }

    @Test("the number of threads inside an operation is as it was after rendering")
    func settings() throws {
        // It is a setting of the thread, so everything has to be on this one.
        let before = TorchRuntime.threadCount
        let engine = TorchEngine(model, threads: 2)
        try engine.makeHead(engine.makeStyles(of: codes)).render(
            PictureRequest(from: camera, size: 20), cancellation: Cancellation()
        ) { _ in }
        #expect(TorchRuntime.threadCount == before)
    }

    @Test("rays of a run of pixels are those of the whole picture")
    func rays() {
        let whole = Rays(cameras: [camera], size: 9).narrowed(20..<47)
        let run = Rays(cameras: [camera], size: 9, pixels: Array(20..<47))
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

import CIPS3DModel
import CIPS3DRenderer
import HeadPictures
import InnerLoops
import Synchronization
import Testing

@Suite("A picture does not depend on how it is computed")
struct PictureLawTests {
    private let model = RandomModel()
    private let models = [RandomModel(), RandomModel.solid]

    private func picture(
        _ model: RandomModel, _ options: FusedEngine.Options, size: Int = 37,
        placement: SamplePlacement = .deterministic
    ) async throws -> RenderedPixels {
        let renderer = try model.renderer(options)
        let request = PictureRequest(from: camera(renderer), size: size, placement: placement)
        return try await renderer.head(seed: 5).picture(request).pixels
    }

    private func camera(_ renderer: FusedEngine) -> Camera {
        Camera(renderer.configuration.camera, yaw: .degrees(20), pitch: .degrees(-7))
    }

    @Test("the same bits for any number of threads", arguments: Precision.allCases, [2, 3, 7])
    func threads(precision: Precision, threads: Int) async throws {
        for model in models {
            for placement in [SamplePlacement.deterministic, .jittered(seed: 3)] {
                let one = try await picture(
                    model, FusedEngine.Options(precision: precision, threads: 1),
                    placement: placement)
                let several = try await picture(
                    model, FusedEngine.Options(precision: precision, threads: threads),
                    placement: placement)
                #expect(one == several)
            }
        }
    }

    @Test(
        "the same bits for tiles of any length", arguments: InstructionSet.available,
        Precision.allCases)
    func tiles(set: InstructionSet, precision: Precision) async throws {
        for model in models {
            let renderer = try model.renderer(
                FusedEngine.Options(precision: precision, threads: 2, instructionSet: set))
            let head = try renderer.layers(seed: 5)
            let batch = RayBatch(
                camera: camera(renderer), size: 37, placement: .rule(.jittered(seed: 1)))
            let whole = try renderer.joined(head, batch)
            for panels in [1, 2, 3, 8, 11] {
                let other = try renderer.joined(head, batch, panels: panels)
                #expect(other == whole, "\(panels) panels")
            }
        }
    }

    @Test("chosen pixels are those of the whole picture", arguments: InstructionSet.available)
    func chosenPixels(set: InstructionSet) async throws {
        for model in models { try await chosenPixels(of: model, set) }
    }

    private func chosenPixels(of model: RandomModel, _ set: InstructionSet) async throws {
        let renderer = try model.renderer(FusedEngine.Options(instructionSet: set))
        let head = try renderer.layers(seed: 5)
        let placement = RayBatch.Placement.rule(.jittered(seed: 9))
        let whole = try renderer.joined(
            head, RayBatch(camera: camera(renderer), size: 20, placement: placement))
        // Backwards, with gaps, one of them twice.
        let pixels = Array(stride(from: 399, to: 0, by: -7)) + [0, 0]
        let some = try renderer.joined(
            head,
            RayBatch(camera: camera(renderer), size: 20, pixels: pixels, placement: placement))
        #expect(some.color == pixels.flatMap { whole.color[3 * $0..<3 * $0 + 3] })
        #expect(some.auxiliary == pixels.flatMap { whole.auxiliary[3 * $0..<3 * $0 + 3] })
        #expect(some.depth == pixels.map { whole.depth[$0] })
        #expect(some.opacity == pixels.map { whole.opacity[$0] })
    }

    @Test(
        "every instruction set paints what the portable one does",
        arguments: InstructionSet.available)
    func instructionSets(set: InstructionSet) async throws {
        for model in models {
            let portable = try await picture(
                model, FusedEngine.Options(instructionSet: .portable))
            let other = try await picture(model, FusedEngine.Options(instructionSet: set))
            // Roundings of 2⁻²⁴, with and without a fused multiply-add, seen through sines of
            // frequency 30 and exponentials of densities in the tens: 1.0e-5 was measured.
            #expect(other.largestDifference(from: portable) <= 2e-5)
            // Several colours, or nothing was compared.
            #expect(Set(portable.color).count > 100)
        }
    }

    @Test(
        "instruction sets with a fused multiply-add paint the same bits",
        .enabled(
            if: InstructionSet.available.count > 2,
            "this processor runs one of them; `make kernels` compares its kernels"))
    func sameBits() async throws {
        let fused = InstructionSet.available.filter { $0 != .portable }
        for model in models {
            let first = try await picture(model, FusedEngine.Options(instructionSet: fused[0]))
            for set in fused.dropFirst() {
                #expect(try await picture(model, FusedEngine.Options(instructionSet: set)) == first)
            }
        }
    }

    @Test("bfloat16 is close to single precision", arguments: InstructionSet.available)
    func bfloat16(set: InstructionSet) async throws {
        let difference = try await differenceOfPrecisions(model, set)
        // Nine layers in a row that round to 8 significant bits, by 2⁻⁹ of the value on average, in
        // numbers of about 1: 0.0116 was measured.
        #expect(difference > 0 && difference <= 0.02)
        // Other features before the same layers.
        let solid = try await differenceOfPrecisions(.solid, set)
        #expect(solid > 0 && solid <= 0.04)
    }

    private func differenceOfPrecisions(
        _ model: RandomModel, _ set: InstructionSet
    ) async throws -> Float {
        let single = try await picture(model, FusedEngine.Options(instructionSet: set))
        let half = try await picture(
            model, FusedEngine.Options(precision: .bfloat16, instructionSet: set))
        // Densities are computed in single precision either way.
        #expect(half.depth == single.depth && half.opacity == single.opacity)
        return half.largestDifference(from: single)
    }

    @Test("any size renders", arguments: [1, 2, 3, 5, 17, 33])
    func sizes(size: Int) async throws {
        let pixels = try await picture(model, FusedEngine.Options(), size: size)
        #expect(pixels.pixels == 0..<size * size)
        #expect(pixels.color.count == 3 * size * size)
        #expect(pixels.depth.count == size * size)
        #expect(pixels.color.allSatisfy { abs($0) <= 1 })
        #expect(pixels.auxiliary.allSatisfy { abs($0) <= 1 })
        #expect(pixels.depth.allSatisfy { $0.isFinite && $0 >= 0 && $0 < 1.2 })
        #expect(pixels.opacity.count == size * size)
        // 1e-10 for each sample is less than a rounding; a sum of ten weights has ten.
        #expect(pixels.opacity.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-6 })
    }
}

extension FusedEngine {
    /// The layers of a seed's head.
    func layers(seed: UInt64) throws -> HeadLayers {
        try makeLayers(HeadCodes(seed: seed, configuration: configuration.generator))
    }

    /// All rays of a batch.
    func joined(_ head: HeadLayers, _ batch: RayBatch, panels: Int? = nil) throws -> RenderedPixels
    {
        let tiles = Mutex<[RenderedPixels]>([])
        try renderTiles(head, batch, panels: panels) { tile in
            tiles.withLock { $0.append(tile) }
        }
        return RenderedPixels(joining: tiles.withLock { $0 })
    }
}

extension RenderedPixels {
    /// The largest difference of any number of two pictures; not a number is the largest.
    func largestDifference(from other: RenderedPixels) -> Float {
        zip(numbers, other.numbers).reduce(0) { largest, pair in
            let difference = abs(pair.0 - pair.1)
            return difference.isNaN ? .infinity : max(largest, difference)
        }
    }

    /// All of them.
    private var numbers: [Float] { color + auxiliary + depth + opacity }
}

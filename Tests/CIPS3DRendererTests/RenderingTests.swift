import CIPS3DModel
import CIPS3DRenderer
import HeadPictures
import InnerLoops
import Synchronization
import Testing

@Suite("Rendering: progress, cancellation, refusals")
struct RenderingTests {
    private let model = RandomModel()

    @Test("progress never falls and ends at 1", arguments: [1, 2, 5])
    func progress(threads: Int) async throws {
        let renderer = try model.renderer(FusedEngine.Options(threads: threads))
        let shares = Mutex<[Double]>([])
        _ = try await renderer.head(seed: 1).picture(
            from: Camera(renderer.configuration.camera), size: 61
        ) { share in shares.withLock { $0.append(share) } }
        let found = shares.withLock { $0 }
        #expect(found.count > 1)
        #expect(found.first.map { $0 > 0 } == true)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
        #expect(found.last == 1)
    }

    @Test("a task that is cancelled in the middle ends with the tiles that were begun")
    func cancellation() async throws {
        let threads = 2
        let renderer = try model.renderer(FusedEngine.Options(threads: threads))
        let head = try await renderer.head(seed: 1)
        let running = Mutex<Task<HeadPicture, any Error>?>(nil)
        let tiles = Atomic(0)
        let task = Task {
            // The first tile must find the task.
            while running.withLock({ $0 == nil }) { await Task.yield() }
            return try await head.picture(
                from: Camera(renderer.configuration.camera), size: 512
            ) { _ in
                tiles.add(1, ordering: .relaxed)
                running.withLock { $0 }?.cancel()
            }
        }
        running.withLock { $0 = task }
        await #expect(throws: CancellationError.self) { try await task.value }
        let count = tiles.load(ordering: .relaxed)
        #expect((1...threads).contains(count))
    }

    @Test("a task that is cancelled before renders nothing")
    func cancelledBefore() async throws {
        let renderer = try model.renderer()
        let head = try await renderer.head(seed: 1)
        let tiles = Atomic(0)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await head.picture(
                from: Camera(renderer.configuration.camera), size: 16
            ) { _ in tiles.add(1, ordering: .relaxed) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(tiles.load(ordering: .relaxed) == 0)
    }

    @Test("impossible sizes are refused", arguments: [0, -1, 16_385, 1_000_000, .max])
    func sizes(size: Int) async throws {
        let renderer = try model.renderer()
        let head = try await renderer.head(seed: 1)
        let error = await #expect(throws: HeadError.self) {
            try await head.picture(from: Camera(renderer.configuration.camera), size: size)
        }
        #expect(error == .size(size))
        let sentence = error?.description ?? ""
        #expect(sentence.contains("\(size)") && sentence.contains("1 to 16384"))
        #expect(sentence.hasSuffix(".") && !sentence.contains("\n"))
    }

    @Test("codes of other widths are refused", arguments: [(0, 13), (8, 13), (9, 14), (10, 0)])
    func codeWidths(shape: Int, appearance: Int) async throws {
        let renderer = try model.renderer()
        var codes = HeadCodes(seed: 1, configuration: model.configuration.generator)
        codes.shape = [Float](repeating: 0.5, count: shape)
        codes.appearance = [Float](repeating: 0.5, count: appearance)
        let wrong = codes
        let error = await #expect(throws: HeadError.self) { try await renderer.head(wrong) }
        #expect(
            error
                == .codeWidths(
                    shape: shape, appearance: appearance, model.configuration.generator))
        #expect(error?.description.hasSuffix(".") == true)
    }

    @Test("an instruction set that the processor lacks is refused")
    func instructionSet() throws {
        for set in InstructionSet.allCases where !InstructionSet.available.contains(set) {
            #expect(throws: InstructionSetError.self) {
                try model.renderer(FusedEngine.Options(instructionSet: set))
            }
        }
    }

    @Test("truncation to nothing gives the mean head to every seed")
    func truncation() async throws {
        let renderer = try model.renderer()
        let camera = Camera(renderer.configuration.camera)
        let picture = { (seed: UInt64, psi: Double) in
            try await renderer.head(seed: seed, truncation: Truncation(psi: psi)).picture(
                from: camera, size: 9)
        }
        #expect(try await picture(1, 0) == picture(2, 0))
        #expect(try await picture(1, 0.5) != picture(2, 0.5))
        #expect(try await picture(1, 0.5) != picture(1, 1))
    }
}

import Foundation
import GANMetrics
import ImageFiles
import ParallelWork
import Synchronization
import Testing

@Suite("Feature extraction")
struct FeatureExtractorTests {
    /// Images of one colour each; the one at `broken` cannot be read.
    private struct Colours: ImageSource {
        let count: Int
        var broken: Set<Int> = []

        func image(at index: Int) throws -> Image {
            if broken.contains(index) {
                throw ImageError(place: "\(index)", problem: "broken", remedy: "mend")
            }
            return Image(
                width: 3, height: 2,
                pixels: (0..<6).flatMap { _ in [UInt8(index % 256), 7, 200] })
        }
    }

    @Test("features stand in the order of the images, for any number of threads", arguments: 1...3)
    func order(threads: Int) throws {
        let features = try FeatureExtractor([PlainNetwork()], threads: threads)
            .features(of: Colours(count: 21))[0]
        #expect(features.count == 21)
        for index in 0..<21 {
            #expect(Array(features.values[index * 6..<index * 6 + 3]) == [Float(index), 7, 200])
        }
    }

    @Test("several networks see each image once")
    func networks() throws {
        let both = try FeatureExtractor([PlainNetwork(), PlainNetwork(factor: 2)], threads: 2)
            .features(of: Colours(count: 9))
        #expect(both.count == 2)
        #expect(both[1].values[6] == 2 * both[0].values[6] && both[0].values[6] == 1)
    }

    @Test("progress reaches the end; the earliest image that cannot be read is named")
    func failures() throws {
        let most = Mutex(0)
        _ = try FeatureExtractor([PlainNetwork()], threads: 2).features(of: Colours(count: 20)) {
            done in most.withLock { $0 = max($0, done) }
        }
        #expect(most.withLock { $0 } == 20)
        let error = #expect(throws: ImageError.self) {
            try FeatureExtractor([PlainNetwork()], threads: 1)
                .features(of: Colours(count: 40, broken: [11, 30]))
        }
        #expect(error?.place == "11")
    }

    @Test("it can be given up, and a number that is none is an error")
    func ends() {
        let cancellation = Cancellation()
        var done = 0
        #expect(throws: CancellationError.self) {
            try FeatureExtractor([PlainNetwork()], threads: 2)
                .features(of: Colours(count: 400), cancellation: cancellation) {
                    done = $0
                    cancellation.cancel()
                }
        }
        // The batch that was done, and the one that the other thread had begun.
        #expect(done == 16 || done == 32)
        #expect(throws: MeasurementError.notFinite(network: "plain (aaaaaaaa)")) {
            try FeatureExtractor([PlainNetwork(factor: .nan)], threads: 2)
                .features(of: Colours(count: 4))
        }
    }
}

import CIPS3DTraining
import Foundation
import Testing
import Torch
import TorchTesting

@Suite("The blur of all that is judged")
struct GaussianBlurTests {
    private let seeded = SeededTensors(32)

    @Test("it keeps a constant image, edges included, and its rows sum to one")
    func constant() {
        for (size, deviation) in [(8, 0.5), (16, 1.5), (5, 4)] {
            let image = Tensor.full(0.7, shape: [1, 3, size, size])
            // Sums of at most 25 products of numbers near 0.1, twice, in single precision.
            expectClose(GaussianBlur.apply(image, deviation: deviation), image, absolute: 1e-6)
        }
    }

    @Test("a single pixel becomes a Gaussian of the deviation")
    func width() {
        let (size, deviation) = (41, 2.0)
        var values = [Float](repeating: 0, count: size * size)
        values[20 * size + 20] = 1
        let image = Tensor(values, shape: [1, 1, size, size])
        let blurred: [Float] = GaussianBlur.apply(image, deviation: deviation).array()
        let variance = (0..<size * size).reduce(0.0) { sum, pixel in
            let offset = Double(pixel % size - 20)
            return sum + offset * offset * Double(blurred[pixel])
        }
        // Cut off at three deviations: 1.5 % of the variance is missing.
        #expect(abs(variance - deviation * deviation) < 0.15)
    }

    @Test("below a tenth of a pixel nothing is changed, and without steps there is no blur")
    func off() {
        let image = seeded.normal(2, 3, 8, 8)
        #expect(GaussianBlur.apply(image, deviation: 0.09) === image)
        var training = TinyTraining.configuration.training
        (training.blur, training.blurSteps) = (2, 0)
        #expect(Schedule(training: training).blur(0) == 0)
        training.blurSteps = 10
        let schedule = Schedule(training: training)
        #expect([0, 5, 10, 20].map(schedule.blur) == [2, 1, 0, 0])
    }
}

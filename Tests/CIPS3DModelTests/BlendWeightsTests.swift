import CIPS3DModel
import RunSettings
import Testing

@Suite("Shares of two models")
struct BlendWeightsTests {
    /// Blocks 4, 8, 16 and 32.
    private let inr = Configuration.faces32.generator.inr

    @Test("a strength goes to all blocks, or to those that are named")
    func strength() {
        #expect(BlendWeights(strength: 0.25, of: inr).blocks == [0.25, 0.25, 0.25, 0.25])
        #expect(BlendWeights(strength: 1, labels: 8...16, of: inr).blocks == [0, 1, 1, 0])
        #expect(BlendWeights(strength: 1, labels: 16...1024, of: inr).blocks == [0, 0, 1, 1])
    }

    @Test("between two shares they change evenly, and outside they stay")
    func shares() {
        #expect(BlendWeights(shares: [4: 0, 32: 1], of: inr).blocks == [0, 1.0 / 3, 2.0 / 3, 1])
        #expect(BlendWeights(shares: [8: 0.5, 16: 1], of: inr).blocks == [0.5, 0.5, 1, 1])
        #expect(BlendWeights(shares: [16: 0.25], of: inr).blocks == [0.25, 0.25, 0.25, 0.25])
    }

    @Test("the mapping of appearances takes the mean, and what makes the shape nothing")
    func parts() {
        let weights = BlendWeights(blocks: [0, 0, 0.5, 1])
        #expect(weights.share(of: .appearanceMapping) == 0.375)
        #expect(weights.share(of: .inrBlock(2)) == 0.5)
        for part in [GeneratorPart.nerf, .shapeMapping, .auxiliary] {
            #expect(weights.share(of: part) == 0)
        }
        #expect("\(weights)" == "4=0, 8=0, 16=0.5, 32=1")
    }
}

import CIPS3DModel
import CIPS3DTraining
import RunSettings
import Testing
import Torch
import TorchTesting

@Suite("DiffAugment")
struct DiffAugmentTests {
    private let seeded = SeededTensors(81)
    /// A few roundings of double precision on numbers below ten.
    private let tolerance = 2e-14

    /// Draws of some changes, to be overwritten.
    private func draws(
        _ changes: Augmentation..., images: Int = 1, seed: UInt64 = 1, size: Int = 16
    ) -> AugmentationDraws {
        .random(changes, from: RandomSource(seed: seed), images: images, size: size)
    }

    /// Draws that change colours alone.
    private func colors(
        brightness: [Double], saturation: [Double], contrast: [Double]
    ) -> AugmentationDraws {
        var draws = draws(.color, images: brightness.count)
        draws.color?.brightness = brightness
        draws.color?.saturation = saturation
        draws.color?.contrast = contrast
        return draws
    }

    /// Places as (row, column).
    private func place(
        _ places: [(row: Int, column: Int)],
        _ path: WritableKeyPath<AugmentationDraws, [AugmentationDraws.Place]?>,
        of change: Augmentation
    ) -> AugmentationDraws {
        var draws = draws(change, images: places.count)
        for (image, place) in places.enumerated() {
            draws[keyPath: path]?[image].row = place.row
            draws[keyPath: path]?[image].column = place.column
        }
        return draws
    }

    @Test("brightness adds a number to every colour of an image")
    func brightness() {
        let x = seeded.normal(2, 3, 4, 4, type: .float64)
        let changed = DiffAugment.apply(
            x, colors(brightness: [0.25, -0.5], saturation: [1, 1], contrast: [1, 1]))
        let added = Tensor([0.25, -0.5], shape: [2, 1, 1, 1])
        expectClose(changed, x + added, absolute: tolerance)
    }

    @Test("without saturation a pixel is the mean of its channels; 1 leaves it, 2 doubles the rest")
    func saturation() {
        let x = seeded.normal(3, 3, 4, 4, type: .float64)
        let changed = DiffAugment.apply(
            x,
            colors(brightness: [0, 0, 0], saturation: [0, 1, 2], contrast: [1, 1, 1]))
        let values = x.array(of: Double.self)
        let grey = { (image: Int, pixel: Int) in
            (0..<3).map { values[(3 * image + $0) * 16 + pixel] }.reduce(0, +) / 3
        }
        let expected = (0..<3).flatMap { image in
            (0..<3).flatMap { channel in
                (0..<16).map { pixel in
                    let (old, mean) = (
                        values[(3 * image + channel) * 16 + pixel], grey(image, pixel)
                    )
                    return mean + Double(image) * (old - mean)
                }
            }
        }
        expectClose(changed, expected, absolute: tolerance)
    }

    @Test("contrast is about the mean of the image, of all channels together")
    func contrast() {
        let x = seeded.normal(2, 3, 4, 4, type: .float64)
        let changed = DiffAugment.apply(
            x, colors(brightness: [0, 0], saturation: [1, 1], contrast: [0.5, 1.5]))
        let values = x.array(of: Double.self)
        let means = (0..<2).map { values[48 * $0..<48 * ($0 + 1)].reduce(0, +) / 48 }
        let expected = values.enumerated().map { index, value in
            means[index / 48] + [0.5, 1.5][index / 48] * (value - means[index / 48])
        }
        expectClose(changed, expected, absolute: tolerance)
    }

    @Test("brightness, saturation and contrast follow one another")
    func colorsTogether() {
        let x = seeded.normal(1, 3, 4, 4, type: .float64)
        let all = DiffAugment.apply(
            x, colors(brightness: [0.3], saturation: [1.75], contrast: [0.6]))
        let steps = [
            colors(brightness: [0.3], saturation: [1], contrast: [1]),
            colors(brightness: [0], saturation: [1.75], contrast: [1]),
            colors(brightness: [0], saturation: [1], contrast: [0.6]),
        ]
        expectClose(all, steps.reduce(x, DiffAugment.apply), absolute: 4 * tolerance)
    }

    @Test("a translation moves each image down and to the right, and fills with 0")
    func translation() {
        let x = seeded.normal(3, 3, 5, 5)
        let moves = [(row: 1, column: -2), (row: -2, column: 0), (row: 0, column: 0)]
        let moved = DiffAugment.apply(x, place(moves, \.translation, of: .translation))
        #expect(moved.shape == x.shape)
        let (old, new) = (x.array(of: Float.self), moved.array(of: Float.self))
        for (index, value) in new.enumerated() {
            let (column, row, plane) = (index % 5, index / 5 % 5, index / 25)
            let move = moves[plane / 3]
            let (fromRow, fromColumn) = (row - move.row, column - move.column)
            let isInside = (0..<5).contains(fromRow) && (0..<5).contains(fromColumn)
            #expect(value == (isInside ? old[plane * 25 + fromRow * 5 + fromColumn] : 0))
        }
    }

    @Test("a cutout zeroes exactly the square, also where it reaches over the border")
    func cutout() {
        // A fifth of 10 is 2.
        let corners = [
            (row: 3, column: 5), (row: -1, column: -1), (row: 9, column: 4), (row: 8, column: -1),
        ]
        let x = seeded.uniform(4, 3, 10, 10, in: 1...2)
        let cut = DiffAugment.apply(x, place(corners, \.cutout, of: .cutout))
        let (old, new) = (x.array(of: Float.self), cut.array(of: Float.self))
        var zeroes = [0, 0, 0, 0]
        for (index, value) in new.enumerated() {
            let (column, row, image) = (index % 10, index / 10 % 10, index / 300)
            let corner = corners[image]
            let isCut =
                (corner.row..<corner.row + 2).contains(row)
                && (corner.column..<corner.column + 2).contains(column)
            #expect(value == (isCut ? 0 : old[index]))
            zeroes[image] += isCut ? 1 : 0
        }
        // In three channels each.
        #expect(zeroes == [12, 3, 6, 6])
    }

    @Test("the square has a fifth of the side, and at least a pixel", arguments: [2, 5, 8, 16, 64])
    func cutoutSide(_ size: Int) {
        let draws = place([(row: 0, column: 0)], \.cutout, of: .cutout)
        let x = Tensor.full(1, shape: [1, 1, size, size])
        let side = max(1, Int((Double(size) / 5).rounded()))
        #expect(x.sum().item - DiffAugment.apply(x, draws).sum().item == Double(side * side))
    }

    @Test("nothing asked for is the same tensor, and nothing is drawn")
    func nothing() {
        let random = RandomSource(seed: 5)
        let before = random.state.array(of: UInt8.self)
        let draws = AugmentationDraws.random([], from: random, images: 4, size: 16)
        let x = seeded.normal(4, 3, 16, 16)
        #expect(DiffAugment.apply(x, draws) === x)
        for includesPhotographs in [false, true] {
            _ = ImagePreparation.random(
                [], from: random, images: 4, size: 16, includesPhotographs: includesPhotographs)
        }
        #expect(random.state.array(of: UInt8.self) == before)
        _ = AugmentationDraws.random([.cutout], from: random, images: 4, size: 16)
        #expect(random.state.array(of: UInt8.self) != before)
    }

    @Test("draws lie within their bounds and fill them")
    func bounds() throws {
        let draws = draws(.color, .translation, .cutout, images: 2_000)
        let color = try #require(draws.color)
        for (values, bounds) in [
            (color.brightness, -0.5...0.5), (color.saturation, 0...2.0),
            (color.contrast, 0.5...1.5),
        ] {
            #expect(values.count == 2_000 && values.allSatisfy(bounds.contains))
            // Of so many even draws none in a twentieth at an end has a chance of 0.95^2000.
            let margin = (bounds.upperBound - bounds.lowerBound) / 20
            let (least, most) = (values.min() ?? .nan, values.max() ?? .nan)
            #expect(least < bounds.lowerBound + margin && most > bounds.upperBound - margin)
        }
        // An eighth of 16 is 2; a square of 3 pixels may lie over an edge with one of them.
        let moves = try #require(draws.translation)
        #expect(Set(moves.map(\.row)) == Set(-2...2) && Set(moves.map(\.column)) == Set(-2...2))
        let corners = try #require(draws.cutout)
        #expect(Set(corners.map(\.row)) == Set(-1...14))
        #expect(Set(corners.map(\.column)) == Set(-1...14))
        #expect(moves.contains { $0.row != $0.column } && moves.count == 2_000)
    }

    @Test("only what is asked for is drawn")
    func asked() {
        let draws = draws(.translation)
        #expect(draws.color == nil && draws.cutout == nil && draws.translation?.count == 1)
    }

    @Test("the same seed gives the same draws, in whatever order the changes are set")
    func order() {
        let first = draws(.color, .translation, .cutout, images: 6)
        let second = draws(.cutout, .color, .translation, images: 6)
        #expect(first.color == second.color && first.color != nil)
        #expect(first.translation == second.translation && first.translation != nil)
        #expect(first.cutout == second.cutout && first.cutout != nil)
        let x = seeded.normal(6, 3, 16, 16)
        #expect(DiffAugment.apply(x, first).array() == DiffAugment.apply(x, second).array())
        let other = draws(.color, .translation, .cutout, images: 6, seed: 2)
        #expect(other.color != first.color)
        #expect(DiffAugment.apply(x, other).array() != DiffAugment.apply(x, first).array())
    }

    @Test("images do not see one another")
    func independence() {
        let x = seeded.normal(4, 3, 16, 16)
        var draws = draws(.color, .translation, .cutout, images: 4)
        let all = DiffAugment.apply(x, draws)
        draws.color?.brightness.removeFirst(3)
        draws.color?.saturation.removeFirst(3)
        draws.color?.contrast.removeFirst(3)
        draws.translation?.removeFirst(3)
        draws.cutout?.removeFirst(3)
        let last = DiffAugment.apply(x.narrowed(0, 3..<4), draws)
        // The mean of an image may be summed in another order.
        expectClose(last, all.narrowed(0, 3..<4), absolute: 1e-6)
    }

    @Test("gradient flows through all of it")
    func gradient() {
        let x = seeded.normal(2, 3, 6, 6, type: .float64)
        let cotangent = seeded.normal(2, 3, 6, 6, type: .float64)
        var draws = draws(.color, .translation, .cutout, images: 2, size: 6)
        draws.translation?[0].row = 2
        draws.translation?[1].column = -1
        // The function is linear; values are rounded by 1e-14, and steps are 2e-5.
        expectGradient(at: x, absolute: 1e-8) { (DiffAugment.apply($0, draws) * cotangent).sum() }
    }
}

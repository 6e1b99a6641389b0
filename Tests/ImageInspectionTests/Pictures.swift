import Foundation
import ImageFiles

/// Knuth's linear congruential generator: pictures must be the same in every run.
struct LinearGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}

/// Made-up photographs: soft blobs of colour, at any size.
struct Picture {
    private struct Blob {
        let x: Double
        let y: Double
        let radius: Double
        let color: [Double]
    }

    private let blobs: [Blob]

    /// A picture that belongs to a seed.
    init(seed: UInt64) {
        var generator = LinearGenerator(state: seed &* 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<8 { _ = generator.next() }
        blobs = (0..<12).map { number in
            func draw(_ low: Double, _ high: Double) -> Double {
                .random(in: low...high, using: &generator)
            }
            // As many light as dark, so that there is contrast; and a little of a colour.
            let light = draw(50, 120) * (number.isMultiple(of: 2) ? 1 : -1)
            return Blob(
                x: draw(0, 1), y: draw(0, 1), radius: draw(0.08, 0.3),
                color: (0..<3).map { _ in light + draw(-40, 40) })
        }
    }

    /// The picture in pixels.
    func image(width: Int, height: Int) -> Image {
        var pixels: [UInt8] = []
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = (
                    (Double(column) + 0.5) / Double(width), (Double(row) + 0.5) / Double(height)
                )
                var color = [120.0, 120, 120]
                for blob in blobs {
                    let (dx, dy) = ((x - blob.x) / blob.radius, (y - blob.y) / blob.radius)
                    let share = exp(-dx * dx - dy * dy)
                    for channel in 0..<3 { color[channel] += share * blob.color[channel] }
                }
                pixels += color.map { UInt8(min(max($0, 0), 255)) }
            }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    func image(_ side: Int) -> Image { image(width: side, height: side) }
}

extension Image {
    /// The image with every sample changed by a function of its place and value.
    func changed(_ change: (_ place: Int, _ value: Double) -> Double) -> Image {
        Image(
            width: width, height: height,
            pixels: pixels.indices.map { place in
                UInt8(min(max(change(place, Double(pixels[place])), 0), 255).rounded())
            })
    }

    /// The image with errors like those of a codec: up to `strength` up or down.
    func noisy(_ strength: Double, seed: UInt64) -> Image {
        var generator = LinearGenerator(state: seed)
        return changed { _, value in value + .random(in: -strength...strength, using: &generator) }
    }

    /// One colour everywhere.
    static func plain(_ side: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Image {
        Image(
            width: side, height: side,
            pixels: (0..<side * side).flatMap { _ in [red, green, blue] })
    }

    /// The image as a PPM file.
    var ppmData: Data { Data("P6 \(width) \(height) 255\n".utf8) + Data(pixels) }

    /// The red channel as a PGM file.
    var pgmData: Data {
        Data("P5 \(width) \(height) 255\n".utf8)
            + Data(stride(from: 0, to: pixels.count, by: 3).map { pixels[$0] })
    }
}

import CIPS3DRenderer
import Foundation
import HeadPictures
import ImageFiles

/// Puts a head over a background of one's own: `HeadOverBackground MODEL SEED SIZE OUT.png`.
///
/// The model needs a background sphere (`generator.background.width` above 0), as `Models/faces-64` has one: without
/// it training has taught no difference between the head and what is behind it.
@main
enum HeadOverBackground {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 4, let seed = UInt64(arguments[2]), let size = Int(arguments[3])
        else {
            print(
                "Give model, seed, size and file: HeadOverBackground ../../Models/faces-64 7 256 head.png"
            )
            exit(64)
        }
        let engine = try FusedEngine(contentsOf: URL(fileURLWithPath: arguments[1]))
        let head = try await engine.head(seed: seed)
        let picture = try await head.picture(from: engine.camera(yaw: .degrees(15)), size: size)
        try over(evening(size: size), picture).writePNG(to: URL(fileURLWithPath: arguments[4]))
    }

    /// Lays a head over a background: the fourth channel says how much of the head hides what is behind.
    static func over(_ background: Image, _ head: HeadPicture) -> Image {
        let rgba = head.rgba
        var pixels = background.pixels
        for pixel in 0..<head.width * head.height {
            let opacity = Float(rgba[4 * pixel + 3]) / 255
            for channel in 0..<3 {
                let (front, behind) = (rgba[4 * pixel + channel], pixels[3 * pixel + channel])
                pixels[3 * pixel + channel] = UInt8(
                    Float(front) * opacity + Float(behind) * (1 - opacity))
            }
        }
        return Image(width: background.width, height: background.height, pixels: pixels)
    }

    /// A sky that is blue above and orange below.
    static func evening(size: Int) -> Image {
        var pixels: [UInt8] = []
        for row in 0..<size {
            let height = Float(row) / Float(size)
            let color = [40 + 200 * height, 70 + 70 * height, 150 - 80 * height].map { UInt8($0) }
            for _ in 0..<size { pixels += color }
        }
        return Image(width: size, height: size, pixels: pixels)
    }
}

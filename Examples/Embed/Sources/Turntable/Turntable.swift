import CIPS3DRenderer
import Foundation
import HeadPictures

/// Streams a head that turns, as raw pixels: `Turntable MODEL SEED SIZE FRAMES > frames.rgb`.
///
/// A frame is `size · size · 3` bytes. While one is written the next is rendered, and no further: a reader that is slow
/// holds the renderer up, and memory stays that of two frames, however many there are.
///
///     Turntable ../../Models/faces-64 7 256 60 | ffplay -f rawvideo -pixel_format rgb24 -video_size 256x256 -
@main
enum Turntable {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 4, let seed = UInt64(arguments[2]), let size = Int(arguments[3]),
            let frames = Int(arguments[4]), frames > 0
        else {
            print(
                "Give model, seed, size and frames: Turntable ../../Models/faces-64 7 256 60 > frames.rgb"
            )
            exit(64)
        }
        let engine = try FusedEngine(contentsOf: URL(fileURLWithPath: arguments[1]))
        let head = try await engine.head(seed: seed)
        for try await frame in head.frames(along: .circle, count: frames, size: size) {
            try FileHandle.standardOutput.write(contentsOf: frame.rgb)
        }
    }
}

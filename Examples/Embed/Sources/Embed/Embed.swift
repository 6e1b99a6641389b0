import CIPS3DRenderer
import Foundation
import HeadPictures
import ImageFiles

/// Renders a head of a model as a PNG file: `Embed MODEL SEED SIZE OUT.png`.
@main
enum Embed {
    /// Renders until it is done or Ctrl-C is pressed.
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 4, let seed = UInt64(arguments[1]), let size = Int(arguments[2])
        else {
            fail("give model, seed, size and file, as in: Embed Model 7 256 head.png")
        }
        let model = URL(fileURLWithPath: arguments[0])
        let file = URL(fileURLWithPath: arguments[3])

        let rendering = Task { try await render(model: model, seed: seed, size: size, to: file) }
        // Without this the signal would end the program at once, wherever it is.
        signal(SIGINT, SIG_IGN)
        let interrupt = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        interrupt.setEventHandler { rendering.cancel() }
        interrupt.resume()
        defer { interrupt.cancel() }

        do {
            try await rendering.value
        } catch is CancellationError {
            fail("interrupted; nothing was written.", code: 130)
        } catch {
            fail("\(error)")
        }
    }

    /// Renders a head, seen a little from its left, and writes the picture.
    static func render(model: URL, seed: UInt64, size: Int, to file: URL) async throws {
        let engine = try FusedEngine(contentsOf: model)
        let head = try await engine.head(seed: seed)
        let camera = engine.camera(yaw: .degrees(20))
        let picture = try await head.picture(from: camera, size: size) { share in
            FileHandle.standardError.write(Data("\(Int(100 * share)) %\r".utf8))
        }
        try Image(width: size, height: size, pixels: picture.rgb).writePNG(to: file)
    }

    static func fail(_ sentence: String, code: Int32 = 1) -> Never {
        FileHandle.standardError.write(Data("Embed: \(sentence)\n".utf8))
        exit(code)
    }
}

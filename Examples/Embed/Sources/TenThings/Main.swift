import CIPS3DRenderer
import Foundation
import HeadPictures
import ImageFiles
import Synchronization

/// Does the ten things and writes what comes of them: `TenThings MODEL FOLDER`.
@main
enum Main {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2 else {
            print("Give model and folder: TenThings ../../Models/faces-64 things")
            exit(64)
        }
        let engine = try FusedEngine(contentsOf: URL(fileURLWithPath: arguments[1]))
        let folder = URL(fileURLWithPath: arguments[2], isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await perform(TenThings(engine: engine), in: folder)
    }

    static func perform(_ things: TenThings, in folder: URL) async throws {
        let file = { (name: String) in folder.appendingPathComponent(name) }
        let head = try await things.engine.head(seed: 5)

        try image(await things.avatar(of: "Ada", size: 128)).writePNG(to: file("1-avatar.png"))
        try await things.sticker(seed: 5, size: 128).writePNG(to: file("2-sticker.png"))

        var frames: [Image] = []
        try await things.turn(seed: 5) { frames.append(image($0)) }
        try row(frames).writePNG(to: file("3-turn.png"))

        var followed: [Image] = []
        for x in [-1.0, 0, 1] { followed.append(image(try await things.follow([x, 0], head))) }
        try row(followed).writePNG(to: file("4-follow.png"))

        var between: [Image] = []
        try await things.morph(0, 5) { between.append(image($0)) }
        try row(between).writePNG(to: file("5-morph.png"))

        try image(await things.mix(shape: 5, colors: 1)).writePNG(to: file("6-mix.png"))
        try image(await things.keep(seed: 5, in: file("7-head.safetensors")))
            .writePNG(to: file("7-kept.png"))
        try await things.depths(seed: 5, size: 128).writePNG(to: file("8-depths.png"))

        let eyes = PixelRectangle(x: 640, y: 832, width: 768, height: 256)
        try image(await things.zoom(head, to: eyes)).writePNG(to: file("9-zoom.png"))
        try await slide(things, head, to: file("10-slide.png"))
    }

    /// Two places of a slider in quick succession: of the first one no fine picture comes.
    static func slide(_ things: TenThings, _ head: any PreparedHead, to file: URL) async throws {
        let newest = Mutex<HeadPicture?>(nil)
        let show: @Sendable (HeadPicture) -> Void = { picture in newest.withLock { $0 = picture } }
        let former = things.slide(to: .degrees(-20), head, show: show)
        former.cancel()
        try await things.slide(to: .degrees(20), head, show: show).value
        guard let picture = newest.withLock({ $0 }) else { return }
        try image(picture).writePNG(to: file)
    }

    static func image(_ picture: HeadPicture) -> Image {
        Image(width: picture.width, height: picture.height, pixels: picture.rgb)
    }

    static func row(_ images: [Image]) -> Image {
        ImageGrid(rows: 1, columns: images.count).arranged(images)
    }
}

import Foundation
import ImageFiles
import ImageReading
import Testing

@Suite("cips3d render")
struct RenderCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    // Never inlined: Swift 6.3.1 crashes over the coroutines that come of it when it optimises.
    @inline(never)
    private func render(_ name: String, _ options: [String]) async throws -> Data {
        try await Tool.succeed(
            ["render", "--model", TinyModel.path, "--out", folder.path(name)] + options)
        return try folder.data(name)
    }

    @inline(never)
    private func image(_ name: String, _ options: [String]) async throws -> Image {
        try Image.decode(try await render(name, options), name: name)
    }

    @Test("a picture has the model's size by default, and the same bytes on one and two threads")
    func threads() async throws {
        let one = try await render("one.png", ["--seed", "7", "--threads", "1"])
        let two = try await render("two.png", ["--seed", "7", "--threads", "2"])
        #expect(one == two)
        let image = try Image.decode(one, name: "one.png")
        #expect(image.width == TinyModel.imageSize && image.height == TinyModel.imageSize)
        #expect(Set(image.pixels).count > 4)
        #expect(try await render("other.png", ["--seed", "8"]) != one)
    }

    @Test("the camera's angles, the field of view, psi and the auxiliary image change the picture")
    func options() async throws {
        var pictures: Set<Data> = [try await render("plain.png", [])]
        let variants = [
            ["--yaw", "-30"], ["--yaw", "30"], ["--pitch=-10"], ["--fov", "20"], ["--psi", "0.5"],
            ["--aux"], ["--size", "17"],
        ]
        for variant in variants {
            pictures.insert(try await render("variant.png", variant))
        }
        #expect(pictures.count == variants.count + 1)
    }

    @Test("several seeds make a near-square grid, row by row, of the pictures of each")
    func grid() async throws {
        let sheet = try await image("sheet.png", ["--seeds", "3-4,9", "--size", "8"])
        #expect(sheet.width == 16 && sheet.height == 16)
        for (cell, seed) in ["3", "4", "9"].enumerated() {
            let single = try await image("single.png", ["--seed", seed, "--size", "8"])
            #expect(sheet.square(8, row: cell / 2, column: cell % 2) == single.pixels)
        }
        #expect(sheet.square(8, row: 1, column: 1) == [UInt8](repeating: 0, count: 192))
    }

    @Test("depths are a PNG of sixteen bits, for a grid too")
    func depth() async throws {
        let options = ["--seeds", "1,2", "--size", "8", "--depth", folder.path("depth.png")]
        _ = try await render("picture.png", options)
        let depth = try GrayImage16.decode(folder.data("depth.png"), name: "depth.png")
        #expect(depth.width == 16 && depth.height == 8)
        // More values than eight bits would leave of a range this small.
        #expect(Set(depth.pixels).count > 32)
        let left = depth.pixels.indices.filter { $0 % 16 < 8 }.map { depth.pixels[$0] }
        let right = depth.pixels.indices.filter { $0 % 16 >= 8 }.map { depth.pixels[$0] }
        #expect(left != right)
    }

    @Test("jitter changes the picture, and the same seed gives the same jitter")
    func jitter() async throws {
        let plain = try await render("plain.png", ["--seed", "5"])
        let jittered = try await render("jitter.png", ["--seed", "5", "--jitter"])
        #expect(jittered != plain)
        let again = try await render("again.png", ["--seed", "5", "--jitter", "--threads", "2"])
        #expect(again == jittered)
    }

    @Test("a picture of one pixel and one wider than a run of rays are rendered")
    func sizes() async throws {
        #expect(try await image("small.png", ["--size", "1"]).width == 1)
        #expect(try await image("large.png", ["--size", "301"]).width == 301)
    }

    @Test(
        "a wrong command line is refused with one sentence and status 64",
        arguments: [
            (["--size", "0"], "--size is 0; it has to be from 1 to 16384"),
            (["--size=-4"], "--size is -4"),
            (["--size", "16385"], "--size is 16385"),
            (["--size", "99999999999999999999"], "--size"),
            (["--yaw", "nan"], "--yaw is nan"),
            (["--yaw", "inf"], "--yaw is inf"),
            (["--pitch", "90"], "--pitch is 90.0; it has to be from -89.0 to 89.0"),
            (["--fov", "0"], "--fov is 0.0"),
            (["--fov", "-12"], "--fov is -12.0"),
            (["--psi", "2.5"], "--psi is 2.5"),
            (["--psi", "nan"], "--psi is nan"),
            (["--threads", "0"], "--threads is 0"),
            (["--seed", "1", "--seeds", "1-2"], "--seed and --seeds exclude each other"),
            (["--seeds", "5-1"], "ends before it begins"),
            (["--seeds", "x"], "is not a seed"),
            (["--seeds", "0-99999"], "more than 4096 seeds"),
            (["--seed", "1.5"], "--seed"),
            (["--device", "tpu"], "--device is tpu; use cpu, cuda or cuda:N"),
            (["--depth", "depth.jpg"], "name a file that ends in .png"),
            (["--colour"], "Unknown option '--colour'"),
        ])
    func wrongCommandLine(_ options: [String], _ words: String) async throws {
        try await Tool.refuse(
            ["render", "--model", TinyModel.path, "--out", folder.path("x.png")] + options,
            status: 64, saying: words)
        #expect(try folder.names().isEmpty)
    }

    @Test("another kind of file, and depth and picture in one file, are refused")
    func wrongNames() async throws {
        let command = ["render", "--model", TinyModel.path]
        try await Tool.refuse(
            command + ["--out", folder.path("x.jpg")], status: 64, saying: "ends in .png")
        try await Tool.refuse(
            command + ["--out", folder.path("x.png"), "--depth", folder.path("./x.png")],
            status: 64, saying: "name the same file")
        #expect(try folder.names().isEmpty)
    }

    @Test("a place that cannot be written is refused before anything is rendered")
    func unwritable() async throws {
        // The model is missing as well: the place is looked at first.
        let command = ["render", "--model", folder.path("none"), "--out"]
        try await Tool.refuse(
            command + [folder.path("none/x.png")], status: 1, saying: "The model folder")
        try Data().write(to: folder.url.appendingPathComponent("file"))
        try await Tool.refuse(
            command + [folder.path("file/x.png")], status: 1, saying: "is a file and no folder")
        try FileManager.default.createDirectory(
            atPath: folder.path("folder.png"), withIntermediateDirectories: false)
        try await Tool.refuse(
            command + [folder.path("folder.png")], status: 1, saying: "is a folder")
        try await Tool.refuse(
            command + [folder.path("y.png"), "--depth", folder.path("file/z.png")], status: 1,
            saying: "is a file and no folder")
        #expect(try folder.names() == ["file", "folder.png"])
    }

    @Test("a grid wider than the largest picture is refused with the size that would fit")
    func hugeGrid() async throws {
        try await Tool.refuse(
            [
                "render", "--model", TinyModel.path, "--seeds", "0-8", "--size", "9000", "--out",
                folder.path("x.png"),
            ], status: 1, saying: "give a --size of at most 5461 or fewer seeds")
        #expect(try folder.names().isEmpty)
    }

    @Test("a device that is not there is refused")
    func missingDevice() async throws {
        try await Tool.refuse(
            [
                "render", "--model", TinyModel.path, "--device", "cuda:99", "--out",
                folder.path("x.png"),
            ], status: 1, saying: "device cuda:99 is not available")
    }
}

extension Image {
    /// The pixels of a cell of a grid of square pictures.
    fileprivate func square(_ size: Int, row: Int, column: Int) -> [UInt8] {
        (0..<size).flatMap { y in
            let start = 3 * ((row * size + y) * width + column * size)
            return Array(pixels[start..<start + 3 * size])
        }
    }
}

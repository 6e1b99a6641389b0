import FileTesting
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
            ["render", "--out", folder.path(name)] + TinyModel.options(options))
        return try folder.data(name)
    }

    @inline(never)
    private func image(_ name: String, _ options: [String]) async throws -> Image {
        try Image.decode(try await render(name, options), name: name)
    }

    @Test(
        "a picture has the size that is asked for, 256 by default, and the same bytes on one and two threads"
    )
    func threads() async throws {
        let one = try await render("one.png", ["--seed", "7", "--threads", "1"])
        let two = try await render("two.png", ["--seed", "7", "--threads", "2"])
        #expect(one == two)
        let image = try Image.decode(one, name: "one.png")
        #expect(image.width == TinyModel.imageSize && image.height == TinyModel.imageSize)
        #expect(Set(image.pixels).count > 4)
        try await Tool.succeed(["render", "--model", TinyModel.path, "--out", folder.path("d.png")])
        #expect(try Image.decode(folder.data("d.png"), name: "d.png").width == 256)
        #expect(try await render("other.png", ["--seed", "8"]) != one)
    }

    @Test("a .jpg is a JPEG of the same picture, and cannot be transparent")
    func jpeg() async throws {
        let exact = try await image("exact.png", ["--seed", "7", "--size", "32"])
        let near = try await image("near.jpg", ["--seed", "7", "--size", "32"])
        #expect(try folder.data("near.jpg").prefix(2) == Data([0xFF, 0xD8]))
        let differences = zip(exact.pixels, near.pixels).map { abs(Int($0) - Int($1)) }
        // Quality 92: a few steps of 255 in the mean, where another head differs by tens.
        #expect(differences.reduce(0, +) < 6 * differences.count)
        try await Tool.refuse(
            ["render", "--model", TinyModel.path, "--transparent", "--out", folder.path("a.jpg")],
            status: 64, saying: "name a .png")
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

    @Test("heads and yaws make a grid: a row for each head")
    func turns() async throws {
        let sheet = try await image(
            "sheet.png", ["--seeds", "3,4", "--yaws", "-20,0,20", "--size", "8"])
        #expect(sheet.width == 24 && sheet.height == 16)
        for (row, seed) in ["3", "4"].enumerated() {
            for (column, yaw) in ["-20", "0", "20"].enumerated() {
                let single = try await image(
                    "single.png", ["--seed", seed, "--yaw", yaw, "--size", "8"])
                #expect(sheet.square(8, row: row, column: column) == single.pixels)
            }
        }
    }

    @Test(
        "a head that was saved is rendered again, also mixed and drawn to the mean",
        arguments: ["json", "safetensors"])
    func savedHeads(_ format: String) async throws {
        let file = folder.path("head." + format)
        let options = ["--mix", "9@16", "--psi", "0.7"]
        let picture = try await render("a.png", ["--seed", "3", "--save-head", file] + options)
        #expect(try await render("b.png", ["--head", file]) == picture)
        #expect(try await render("c.png", ["--seed", "3"]) != picture)
        try await Tool.refuse(
            ["render", "--out", folder.path("x.png"), "--seeds", "1,2", "--save-head", file]
                + TinyModel.options([]), status: 1, saying: "--save-head writes one head")
        try Data("{\"shape\": [1], \"appearances\": [[1]]}".utf8).write(
            to: URL(fileURLWithPath: file))
        try await Tool.refuse(
            ["render", "--out", folder.path("x.png"), "--head", file] + TinyModel.options([]),
            status: 1, saying: "use the head of this model")
        try await Tool.refuse(
            ["render", "--out", folder.path("x.png"), "--head", folder.path("a.png")]
                + TinyModel.options([]), status: 1, saying: "cannot be used as a head")
    }

    @Test("a transparent picture has the colours of the plain one, and is opaque where the head is")
    func transparency() async throws {
        let plain = try await image("plain.png", ["--size", "32"])
        let file = try await render("clear.png", ["--size", "32", "--transparent"])
        // Byte 25 of a PNG is its kind of colour; 6 has opacity.
        #expect(file[25] == 6)
        // A reader without transparency puts it over white.
        let over = try Image.decode(file, name: "clear.png")
        #expect(over != plain && over.width == 32)
    }

    @Test("depths are floats too, and something to look at")
    func depthFiles() async throws {
        _ = try await render(
            "a.png",
            [
                "--size", "8", "--depth", folder.path("d.npy"), "--depth-preview",
                folder.path("p.png"),
            ])
        let array = try folder.data("d.npy")
        #expect(array.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0]))
        let header = String(decoding: array[10..<128], as: UTF8.self)
        #expect(header.contains("'descr': '<f4', 'fortran_order': False, 'shape': (8, 8,), }"))
        #expect(header.hasSuffix("\n") && array.count == 128 + 4 * 64)
        let preview = try Image.decode(folder.data("p.png"), name: "p.png")
        #expect(Set(preview.pixels).count > 4)
    }

    @Test("a picture goes to standard output, and nothing else does")
    func standardOutput() async throws {
        let file = try await render("a.png", [])
        let script = #"exec "$0" "$@" > "#
        let copy = folder.path("copy.png")
        let result = try await Tool.run(
            ["-c", script + "'" + copy + "'", Tool.url.path, "render", "--out", "-"]
                + TinyModel.options([]), program: URL(fileURLWithPath: "/bin/sh"))
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(try folder.data("copy.png") == file)
    }

    @Test("what was written and what comes next is said, unless it has to be quiet; far views too")
    func remarks() async throws {
        let render = ["render", "--out", folder.path("deep/er/a.png")] + TinyModel.options([])
        let result = try await Tool.succeed(render)
        #expect(result.errors.hasPrefix("wrote ") && result.errors.contains("next: cips3d orbit"))
        #expect(try await Tool.succeed(render + ["--quiet"]).errors.isEmpty)
        let aside = try await Tool.succeed(render + ["--yaw", "80"])
        #expect(aside.errors.contains("farther aside than training was"))
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
            (["--seed", "1", "--seeds", "1-2"], "--seed, --seeds and --head exclude each other"),
            (["--seed", "-1"], "'-1' is invalid for '--seed <n>'"),
            (["--seeds", "-1"], "is not a seed"),
            (["--psi", "-1"], "--psi is -1.0"),
            (["--size", "-1"], "--size is -1"),
            (["--threads", "-1"], "--threads is -1"),
            (["--samples", "1"], "--samples is 1"),
            (["--yaw", "3", "--yaws", "1,2"], "--yaw and --yaws exclude each other"),
            (["--yaws", "3,400"], "--yaws is 400.0"),
            (["--aux", "--transparent"], "--aux and --transparent exclude each other"),
            (["--seeds", "5-1"], "ends before it begins"),
            (["--seeds", "x"], "is not a seed"),
            (["--seeds", "0-99999"], "more than 4096 seeds"),
            (["--seed", "1.5"], "--seed"),
            (["--device", "tpu"], "--device is tpu; use cpu, cuda or cuda:N"),
            (["--depth", "depth.jpg"], "name a file that ends in .png or .npy"),
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
            command + ["--out", folder.path("x.bmp")], status: 64, saying: "ends in .png")
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
            ], status: 1, saying: "give a --size of at most 5461 or fewer heads")
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

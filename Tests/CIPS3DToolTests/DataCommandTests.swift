import FileTesting
import Foundation
import ImageFiles
import ImageReading
import Testing

@Suite("cips3d data")
struct DataCommandTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path("data") }

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("data"), withIntermediateDirectories: true)
    }

    /// Ripples whose direction and length belong to a number.
    private func picture(_ number: Int, side: Int = 64) -> Image {
        let (a, b, c) = (number % 7, number / 7 % 7, Double(number / 49))
        return Image(
            width: side, height: side,
            pixels: (0..<side * side * 3).map { place in
                let (x, y) = (Double(place / 3 % side), Double(place / 3 / side))
                let phase = (x * Double(a + 1) + y * Double(b + 1)) * 5 / Double(side) + c
                return UInt8(128 + 90 * sin(phase) + 20 * cos(phase + Double(place % 3)))
            })
    }

    private func write(_ image: Image, _ name: String) throws {
        try image.writePNG(to: URL(fileURLWithPath: data + "/" + name))
    }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: data + "/" + name))
    }

    /// A few of everything.
    private func fill() throws {
        for number in 0..<14 { try write(picture(3 * number), "\(number).png") }
        try write(picture(3), "copy.png")
        try write(Image(width: 64, height: 48), "black.png")
        try write(picture(1, side: 30), "small.png")
        try write("no image", "broken.png")
    }

    @Test("the report names what was found and ends with what to do")
    func report() async throws {
        try fill()
        let result = try await Tool.succeed(["data", data])
        for line in [
            "images            18 found, 17 readable",
            "  broken.png: the file is no JPEG, PNG, WebP",
            "formats           17 PNG",
            "exact duplicates  1, besides the 1 that they are copies of",
            "  copy.png of 1.png",
            "colour            1 (5.9 %) are grey",
            "2 (12 %) would be enlarged to train at 64 x 64",
            "1 (5.9 %) are not square",
            "  1. Add --json FILE.json: it names all that are meant.\n",
            "  2. Remove or replace 1 unreadable image.\n",
            ". Remove 1 exact duplicate.\n",
            ". Remove 1 blank image.\n",
            ". Gather more than 15 images:",
            ". Train at --preset faces-32: 2 of 17 images are smaller than 64 x 64.",
        ] {
            #expect(result.output.contains(line), "\(line) in \(result.output)")
        }
        #expect(
            result.output.hasSuffix(
                """
                Then train with:
                  cips3d train --from Models/faces-64 --preset transfer-64 --kimg 2 \\
                    --data \(data) --out runs/NAME
                So few images give the heads of Models/faces-64 another style, in some minutes.

                """))
        #expect(try folder.names() == ["data"])
    }

    @Test("--out writes what stays, as it was; what is read is never written over")
    func cleaning() async throws {
        try fill()
        let clean = folder.path("new/clean.zip")
        let result = try await Tool.succeed(["data", data, "--out", clean])
        #expect(
            result.output.hasSuffix(
                """
                wrote \(clean): 15 of 18 images, left out: 1 unreadable, 1 exact duplicate, 1 blank
                next: cips3d data \(clean)

                """), "\(result.output)")
        let kept = try ImageCollection(path: clean)
        let names = (0..<kept.count).map(kept.name)
        #expect(Set(names) == Set((0..<14).map { "\($0).png" } + ["small.png"]))
        for (index, name) in names.enumerated() {
            #expect(
                try kept.data(at: index)
                    == Data(contentsOf: URL(fileURLWithPath: "\(data)/\(name)")))
        }
        try await Tool.refuse(
            ["data", clean, "--out", clean], status: 1,
            saying: "whose images are read; name a file outside")
        #expect(try ImageCollection(path: clean).count == 15)
    }

    @Test("a sheet has the images above and the suspects below, and its colours are explained")
    func sheet() async throws {
        try fill()
        let file = folder.path("sheet.png")
        let result = try await Tool.succeed(["data", data, "--sheet", file])
        let image = try Image.decode(folder.data("sheet.png"), name: file)
        let rows = ["red", "orange", "blue", "yellow", "white", "magenta"].filter {
            result.output.contains("\n  \($0) ")
        }
        #expect(rows.contains("red") && rows.contains("magenta"))
        // Cells of 96 pixels with margins of 4, 17 images in rows of 12, a line, the suspects.
        #expect(image.width == 12 * 104)
        #expect(image.height == 2 * 104 + 24 + rows.count * 104)
        #expect(result.output.contains("\(file): 17 of 17 images"))
    }

    @Test("JSON has the same facts, and is written whole")
    func json() async throws {
        try fill()
        try await Tool.succeed(["data", data, "--size", "32", "--json", folder.path("data.json")])
        let facts = try #require(
            try JSONSerialization.jsonObject(with: folder.data("data.json")) as? [String: Any])
        #expect(facts["found"] as? Int == 18 && facts["readable"] as? Int == 17)
        #expect(facts["trainingSize"] as? Int == 32)
        let groups = try #require(facts["exactDuplicates"] as? [[String: Any]])
        #expect(groups.first?["kept"] as? String == "1.png")
        #expect(groups.first?["copies"] as? [String] == ["copy.png"])
        let unreadable = try #require(facts["unreadable"] as? [[String: String]])
        #expect(unreadable.map { $0["name"] } == ["broken.png"])
        #expect(try folder.names() == ["data", "data.json"])
    }

    @Test("names past the tenth are counted, and none moves the terminal's cursor")
    func manyUnreadable() async throws {
        try write(picture(0), "good.png")
        for number in 10..<23 { try write("", "\(number).png") }
        try write("", "00\u{1B}[2J.png")
        let result = try await Tool.succeed(["data", data])
        #expect(result.output.contains("  00?[2J.png: the file is empty"))
        #expect(result.output.contains("  18.png: the file is empty"))
        #expect(!result.output.contains("19.png"))
        #expect(result.output.contains("  and 4 more\n"))
        #expect(!result.output.contains("\u{1B}"))
    }

    @Test("a path that a shell would split is quoted in the command to go on with")
    func quoting() async throws {
        let odd = folder.path("it's mine")
        try FileManager.default.moveItem(atPath: data, toPath: odd)
        try picture(0).writePNG(to: URL(fileURLWithPath: odd + "/a.png"))
        let result = try await Tool.succeed(["data", odd])
        let quoted = odd.replacing("'", with: "'\\''")
        #expect(result.output.contains("--data '\(quoted)' --out"))
    }

    @Test("broken files alone are reported and refused, an empty folder is refused")
    func nothingReadable() async throws {
        try await Tool.refuse(["data", data], status: 1, saying: "the folder holds no image")
        try await Tool.refuse(["data", folder.path("none")], status: 1, saying: "no such folder")
        try write("a", "1.png")
        try write("b", "2.jpg")
        let command = [
            "data", data, "--sheet", folder.path("s.png"), "--json", folder.path("d.json"),
        ]
        let result = try await Tool.run(command)
        #expect(result.status == 1)
        #expect(result.output.contains("images            2 found, 0 readable"))
        #expect(
            result.complaints == ["Error: \(data): none of 2 images can be read; replace them."])
        // The facts are there; there is nothing to see.
        #expect(try folder.names() == ["d.json", "data"])
    }

    @Test(
        "a wrong command line is refused with one sentence and status 64",
        arguments: [
            (["--sheet", "sheet.jpg"], "--sheet is sheet.jpg; name a file that ends in .png"),
            (["--json", "data.txt"], "--json is data.txt; name a file that ends in .json"),
            (["--size", "0"], "--size is 0; it has to be a power of two from 8 to"),
            (["--size", "100"], "--size is 100"),
            (["--size=-64"], "--size is -64"),
            (["more"], "more"),
        ])
    func wrongCommandLine(_ options: [String], _ words: String) async throws {
        try write(picture(0), "a.png")
        try await Tool.refuse(["data", data] + options, status: 64, saying: words)
    }

    @Test("an empty path is refused: it would be the present folder")
    func emptyPath() async throws {
        try await Tool.refuse(["data", ""], status: 64, saying: "The path is empty")
        try await Tool.refuse(["data"], status: 64, saying: "<path>")
    }

    @Test("a place that cannot be written is refused before anything is read")
    func unwritable() async throws {
        try write(picture(0), "a.png")
        try await Tool.refuse(
            ["data", data, "--sheet", data + "/a.png/s.png"], status: 1,
            saying: "is a file and no folder")
        try await Tool.refuse(
            ["data", data, "--json", data + "/a.png/d.json"], status: 1,
            saying: "is a file and no folder")
        try FileManager.default.createDirectory(
            atPath: data + "/deep", withIntermediateDirectories: true)
        try await Tool.refuse(
            ["data", data, "--sheet", data + "/deep/s.png"], status: 1,
            saying: "whose images are read; name a file outside")
    }

    @Test("a thousand good images: nothing to mend")
    func inOrder() async throws {
        for number in 0..<1_000 {
            // A portable map, which needs no time to be packed.
            let image = noise(number)
            let file = Data("P6 \(image.width) \(image.height) 255\n".utf8) + Data(image.pixels)
            try file.write(to: URL(fileURLWithPath: data + "/\(number).ppm"))
        }
        let result = try await Tool.succeed(["data", data, "--size", "8"])
        #expect(
            result.output.hasSuffix(
                """

                Nothing to mend. Train with:
                  cips3d train --preset faces-32 --data \(data) --out runs/NAME
                It ends by itself; --dry-run in place of --out runs/NAME says after how long.

                """), "\(result.output)")
    }

    /// Eight by eight values that look random and belong to a number.
    private func noise(_ number: Int) -> Image {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        return Image(
            width: 8, height: 8,
            pixels: (0..<192).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(60 + (state >> 33) % 140)
            })
    }
}

import Foundation
import Glibc
import SafeTensors
import Testing

@Suite("Files that break the format are refused")
struct HostileFileTests {
    /// A tensor of eight-bit numbers in a header.
    private func tensor(_ name: String, _ begin: Int, _ end: Int) -> String {
        #""\#(name)":{"dtype":"U8","shape":[\#(end - begin)],"data_offsets":[\#(begin),\#(end)]}"#
    }

    @Test("the well-formed file, of which the others are variations, is accepted")
    func wellFormed() throws {
        let image = fileImage("{\(tensor("b", 4, 8)),\(tensor("a", 0, 4))}  \n", data: 8)
        #expect(try opened(image).names == ["a", "b"])
    }

    @Test("tensors that overlap")
    func overlap() {
        let image = fileImage("{\(tensor("a", 0, 5)),\(tensor("b", 4, 8))}", data: 8)
        #expect(refusal(image)?.problem == .overlap(begin: 4, previousEnd: 5))
        #expect(refusal(image)?.tensor == "b")
    }

    @Test("two tensors in the same bytes")
    func shared() {
        let image = fileImage("{\(tensor("a", 0, 8)),\(tensor("b", 0, 8))}", data: 8)
        #expect(refusal(image)?.problem == .overlap(begin: 0, previousEnd: 8))
    }

    @Test("a hole before the first tensor and one between two", arguments: [0, 1])
    func hole(first: Int) {
        let image = fileImage(
            "{\(tensor("a", first, 3)),\(tensor("b", 3 + 1 - first, 8))}", data: 8)
        let end = first == 0 ? 3 : 0
        #expect(refusal(image)?.problem == .hole(begin: end + 1, previousEnd: end))
    }

    @Test("bytes after the last tensor")
    func trailing() {
        #expect(refusal(fileImage("{\(tensor("a", 0, 4))}", data: 9))?.problem == .trailingBytes(5))
        #expect(refusal(fileImage("{}", data: 1))?.problem == .trailingBytes(1))
    }

    @Test("a tensor beyond the end, as in a file that was cut short")
    func outside() {
        let image = fileImage("{\(tensor("a", 0, 4))}", data: 3)
        #expect(refusal(image)?.problem == .outside(begin: 0, end: 4, dataBytes: 3))
    }

    @Test("reversed offsets")
    func reversed() {
        let image = fileImage(
            #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[4,0]}}"#, data: 4)
        #expect(refusal(image)?.problem == .outside(begin: 4, end: 0, dataBytes: 4))
    }

    @Test("a size that does not follow from type and shape")
    func size() {
        let image = fileImage(
            #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, data: 8)
        #expect(refusal(image)?.problem == .sizeMismatch(bytes: 8, needed: 12))
    }

    @Test(
        "a shape whose size overflows",
        arguments: [[Int.max], [1 << 32, 1 << 31], [1 << 62, 4, 0], [3, Int.max / 2]])
    func overflow(shape: [Int]) {
        let image = fileImage(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[0,8]}}", data: 8)
        #expect(refusal(image)?.problem == .impossibleShape(shape))
    }

    @Test("an unknown type", arguments: ["F7", "f32", "", "F32 ", "\\u001b[31m"])
    func unknownType(type: String) {
        let image = fileImage(
            "{\"a\":{\"dtype\":\"\(type)\",\"shape\":[],\"data_offsets\":[0,4]}}", data: 4)
        let error = refusal(image)
        guard case .unknownType = error?.problem else {
            Issue.record("\(type) gave \(String(describing: error))")
            return
        }
        #expect(error?.description.contains("\u{1B}") == false, "escapes reach the terminal")
    }

    @Test("a name that occurs twice, plainly or behind an escape", arguments: ["a", "\\u0061"])
    func duplicate(second: String) {
        let image = fileImage("{\(tensor("a", 0, 4)),\(tensor(second, 4, 8))}", data: 8)
        #expect(refusal(image)?.problem == .duplicateName)
        #expect(refusal(image)?.tensor == "a")
    }

    @Test(
        "metadata that occurs twice, with a key twice",
        arguments: [#""__metadata__":{},"__metadata__":{}"#, #""__metadata__":{"k":"","k":""}"#])
    func duplicateMetadata(members: String) {
        #expect(refusal(fileImage("{\(members)}"))?.problem == .duplicateName)
    }

    @Test("a header length beyond the file, the limit or the signed integers")
    func headerLength() {
        for length: UInt64 in [3, 100_000_001, 1 << 63, .max] {
            let image = withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data("{}".utf8)
            #expect(
                refusal(image)?.problem == .headerLength(announced: length, possible: 2),
                "length \(length)")
        }
    }

    @Test("a header above the limit in a file that is long enough")
    func headerLimit() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("sparse.safetensors")
            let length: UInt64 = 100_000_001
            try withUnsafeBytes(of: length.littleEndian) { Data($0) }.write(to: url)
            #expect(truncate(url.path, 200_000_000) == 0)
            let error = #expect(throws: SafeTensorsError.self) {
                try SafeTensorsFile(contentsOf: url)
            }
            #expect(
                error?.problem == .headerLength(announced: length, possible: 100_000_000))
        }
    }

    @Test("every file that is cut short, at any byte")
    func truncated() {
        let image = fileImage("{\(tensor("a", 0, 4)),\(tensor("b", 4, 8))}", data: 8)
        for count in 0..<image.count {
            #expect(refusal(image.prefix(count)) != nil, "\(count) bytes")
        }
        #expect(refusal(Data())?.problem == .noHeader(bytes: 0))
        #expect(refusal(Data(count: 7))?.problem == .noHeader(bytes: 7))
    }

    @Test("a folder, a pipe and nothing at all in place of a file")
    func noFile() throws {
        try withTemporaryFolder { folder in
            let pipe = folder.appendingPathComponent("pipe")
            #expect(mkfifo(pipe.path, 0o600) == 0)
            let cases: [(URL, SafeTensorsError.Problem)] = [
                (folder, .notAFile), (pipe, .notAFile),
                (folder.appendingPathComponent("absent"), .unreadable(errno: ENOENT)),
            ]
            for (url, problem) in cases {
                let error = #expect(throws: SafeTensorsError.self) {
                    try SafeTensorsFile(contentsOf: url)
                }
                #expect(error?.problem == problem)
                #expect(error?.description.contains(url.path) == true)
            }
        }
    }
}

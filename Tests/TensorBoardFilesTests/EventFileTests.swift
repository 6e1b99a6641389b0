import FileTesting
import Foundation
import TensorBoardFiles
import Testing

@Suite("Event files")
struct EventFileTests {
    /// A moment that a double holds exactly, so that it can be compared.
    private static let moment = Date(timeIntervalSince1970: 1_700_000_000.5)

    @Test("a new file names its format first, and everything comes back as it was added")
    func contents() throws {
        let folder = try TemporaryFolder()
        let events = try EventFile(folder: folder.url, wallTime: Self.moment)
        try events.append(
            scalars: ["loss/generator": 0.75, "α": -3], step: 5, wallTime: Self.moment)
        let png = Data((0..<300).map { UInt8(truncatingIfNeeded: $0) })
        try events.append(
            images: ["heads": EventImage(png: png, width: 200, height: 3)], step: 1 << 40,
            wallTime: Self.moment)
        let time = Self.moment.timeIntervalSince1970
        let image = ReadImage(width: 200, height: 3, bytes: Array(png))
        #expect(
            try readEvents(events.url) == [
                ReadEvent(wallTime: time, fileVersion: "brain.Event:2"),
                ReadEvent(wallTime: time, step: 5, scalars: ["loss/generator": 0.75, "α": -3]),
                ReadEvent(wallTime: time, step: 1 << 40, images: ["heads": image]),
            ])
        #expect(try folder.names() == [events.url.lastPathComponent])
    }

    @Test("what is not finite is written as it is, and what 32 bits cannot hold as infinite")
    func nonFinite() throws {
        let folder = try TemporaryFolder()
        let events = try EventFile(folder: folder.url)
        let scalars = ["a": Double.nan, "b": .infinity, "c": -.infinity, "d": 1e300, "e": 0]
        try events.append(scalars: scalars, step: 1)
        let read = try #require(try readEvents(events.url).last).scalars
        #expect(read.count == 5)
        #expect(read["a"]?.isNaN == true)
        #expect(read["b"] == .infinity && read["c"] == -.infinity && read["d"] == .infinity)
        // A value that is a message's default must be there all the same.
        #expect(read["e"] == 0)
    }

    @Test("nothing adds nothing")
    func nothing() throws {
        let folder = try TemporaryFolder()
        let events = try EventFile(folder: folder.url)
        try events.append(scalars: [:], step: 1)
        try events.append(images: [:], step: 1)
        #expect(try readEvents(events.url).count == 1)
    }

    @Test("a restart voids the steps after the last that counts, twice for TensorBoard's server")
    func restart() throws {
        let folder = try TemporaryFolder()
        let events = try EventFile(folder: folder.url, wallTime: Self.moment)
        try events.restart(after: 500, wallTime: Self.moment)
        let time = Self.moment.timeIntervalSince1970
        let start = ReadEvent(wallTime: time, step: 501, sessionStatus: 1)
        #expect(try readEvents(events.url).dropFirst() == [start, start])
    }

    @Test("a file that is cut anywhere keeps all records before the cut")
    func torn() throws {
        let folder = try TemporaryFolder()
        let events = try EventFile(folder: folder.url)
        var ends = [try size(of: events.url)]
        for step in 1...3 {
            try events.append(scalars: ["a": Double(step)], step: step)
            // Nothing is kept back: what was added is in the file when the call returns.
            ends.append(try size(of: events.url))
        }
        let bytes = Array(try Data(contentsOf: events.url))
        #expect(bytes.count == ends.last && Set(ends).count == 4)
        for count in bytes.indices {
            let (messages, problem) = readRecords(Array(bytes.prefix(count)))
            #expect(messages.count == ends.filter { $0 <= count }.count)
            #expect(problem?.isCutShort == (count == 0 || ends.contains(count) ? nil : true))
        }
    }

    @Test("a changed bit anywhere is noticed")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let events = try EventFile(folder: folder.url)
        try events.append(scalars: ["a": 1], step: 1)
        let bytes = Array(try Data(contentsOf: events.url))
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 1 << UInt8(index % 8)
            #expect(readRecords(damaged).problem?.isCutShort == false)
        }
    }

    @Test("a later file sorts after an earlier one, also where the clock went back")
    func names() throws {
        let folder = try TemporaryFolder()
        // A name of no writer must not be counted on.
        let odd = folder.url.appendingPathComponent("events.out.tfevents.9223372036854775807.x")
        try Data().write(to: odd)
        var names: [String] = []
        for seconds in [1_700_000_000.0, 1_700_000_000, 1_600_000_000, 1_700_000_100, -5] {
            let moment = Date(timeIntervalSince1970: seconds)
            names.append(try EventFile(folder: folder.url, wallTime: moment).url.lastPathComponent)
        }
        #expect(names == names.sorted() && Set(names).count == names.count)
        let prefix = "events.out.tfevents.1700000000."
        #expect(names[0].hasPrefix(prefix) && names[3].contains(".1700000100."))
        #expect(names[0].hasSuffix(".\(ProcessInfo.processInfo.processIdentifier).0"))
    }

    @Test("several threads add whole records")
    func threads() throws {
        let folder = try TemporaryFolder()
        let events = try EventFile(folder: folder.url)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for step in 0..<50 {
                try? events.append(scalars: ["\(thread)": Double(step)], step: step)
            }
        }
        let read = try readEvents(events.url).dropFirst()
        for thread in 0..<8 {
            let steps = read.filter { $0.scalars["\(thread)"] != nil }.map(\.step)
            #expect(steps == Array(0..<50))
        }
    }

    private func size(of url: URL) throws -> Int {
        try #require(try url.resourceValues(forKeys: [.fileSizeKey]).fileSize)
    }
}

import FileTesting
import Foundation
import Glibc
import TensorBoardFiles
import Testing

@Suite("Event files that cannot be written")
struct EventFileErrorTests {
    @Test("a folder that is missing, that is a file, or that takes no files is named")
    func folders() throws {
        let folder = try TemporaryFolder()
        let missing = folder.url.appendingPathComponent("missing")
        let file = folder.url.appendingPathComponent("file")
        try Data().write(to: file)
        // Nobody may make files there, whoever runs the tests.
        let kernel = URL(filePath: "/proc/self/fd")
        for (place, advice) in [
            (missing, "make the folder first"), (file, "make the folder first"),
            (kernel, ""),
        ] {
            let error = #expect(throws: EventFileError.self) { try EventFile(folder: place) }
            #expect(error?.place == place && error?.step == .create)
            let sentence = try #require(error).description
            #expect(
                sentence.hasPrefix("\(place.path): no event file for TensorBoard can be made ("))
            #expect(sentence.hasSuffix("\(advice)."))
        }
        #expect(try folder.names() == ["file"])
    }

    @Test("a record that does not fit is taken back whole, and later ones are added again")
    func full() throws {
        let folder = try TemporaryFolder()
        let events = try EventFile(folder: folder.url)
        // A hole up to 4 GiB, and a limit of so many bytes: no other test's file is as large.
        let end = 1 << 32
        #expect(truncate(events.url.path, end) == 0)
        signal(SIGXFSZ, SIG_IGN)
        var former = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &former) == 0)
        var limit = former
        limit.rlim_cur = rlim_t(end + 20)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        let error = #expect(throws: EventFileError.self) {
            try events.append(scalars: ["a": 1], step: 1)
        }
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &former) == 0)
        #expect(error?.place == events.url && error?.step == .append && error?.code == EFBIG)
        #expect(error?.description.hasSuffix("or begin a new event file.") == true)
        #expect(try size(of: events.url) == end)

        try events.append(scalars: ["a": 2], step: 2)
        let handle = try FileHandle(forReadingFrom: events.url)
        try handle.seek(toOffset: UInt64(end))
        let added = Array(try #require(try handle.readToEnd()))
        #expect(readRecords(added).messages.count == 1 && readRecords(added).problem == nil)
    }

    private func size(of url: URL) throws -> Int {
        try #require(try url.resourceValues(forKeys: [.fileSizeKey]).fileSize)
    }
}

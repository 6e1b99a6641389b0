import AtomicFiles
import Foundation
import Glibc
import SafeTensors
import Testing

/// Each test is a process of its own: limits and user belong to the whole process.
@Suite("A disk that takes no more")
struct FullDiskTests {
    @Test("a write that the system cuts short leaves the old file, and no other")
    func cutShort() async {
        await #expect(processExitsWith: .success) {
            try withTemporaryFolder { folder in
                let url = folder.appendingPathComponent("a.safetensors")
                var old = SafeTensorsWriter()
                old.add("x", shape: [1], floats: [7])
                try old.write(to: url)
                let before = try Data(contentsOf: url)

                // A limit on the size of files stops a write half-way, as a full disk does.
                signal(SIGXFSZ, SIG_IGN)
                var limit = rlimit()
                try #require(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
                var low = limit
                low.rlim_cur = 1 << 20
                try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &low) == 0)
                var new = SafeTensorsWriter()
                new.add("x", shape: [1 << 19], floats: [Float](repeating: 1, count: 1 << 19))
                let error = #expect(throws: AtomicFileError.self) { try new.write(to: url) }
                try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)

                #expect(error?.step == .write)
                #expect(error?.code == EFBIG)
                #expect(try Data(contentsOf: url) == before)
                #expect(try files(in: folder) == ["a.safetensors"])
            }
        }
    }

    @Test("a folder without permission leaves the old file, and no other")
    func noPermission() async {
        await #expect(processExitsWith: .success) {
            try withTemporaryFolder { folder in
                let url = folder.appendingPathComponent("a.safetensors")
                try AtomicFile.write(Data("old".utf8), to: url)
                try #require(chmod(folder.path, 0o555) == 0)
                let user = geteuid()
                // Nothing is forbidden to root: become nobody.
                if user == 0 { try #require(seteuid(65_534) == 0) }
                let error = #expect(throws: AtomicFileError.self) {
                    try SafeTensorsWriter().write(to: url)
                }
                if user == 0 { try #require(seteuid(0) == 0) }
                try #require(chmod(folder.path, 0o755) == 0)

                #expect(error?.step == .create)
                #expect(error?.code == EACCES)
                #expect(try Data(contentsOf: url) == Data("old".utf8))
                #expect(try files(in: folder) == ["a.safetensors"])
            }
        }
    }

    @Test("a full disk is named in the system's words, with what to do")
    func words() throws {
        // A device that is always full. It cannot be renamed over, so the writer is made by hand.
        let url = URL(fileURLWithPath: "/dev/full")
        let descriptor = open(url.path, O_WRONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let writer = AtomicFileWriter(url: url, descriptor: descriptor)
        let error = #expect(throws: AtomicFileError.self) { try writer.write(Data([1])) }
        #expect(error?.code == ENOSPC)
        #expect(
            error?.description == "/dev/full could not be written (No space left on device); "
                + "free some space or write to another disk.")
    }
}

import Foundation
import Glibc

/// The open file under an ``EventFile``, which holds whole records alone.
struct EventOutput {
    private let descriptor: Int32
    /// Why nothing may be added any more; 0 where it may.
    private var damage: Int32 = 0

    /// Makes an empty file whose name sorts after those of the event files in its folder.
    static func create(
        in folder: URL, wallTime: Date
    ) throws(EventFileError) -> (url: URL, output: EventOutput) {
        let seconds = seconds(in: folder, wallTime)
        var number = 0
        while true {
            let name = "\(prefix)\(seconds).\(hostName()).\(getpid()).\(number)"
            let url = folder.appendingPathComponent(name)
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC
            let descriptor = open(url.path, flags, 0o666)
            if descriptor >= 0 { return (url, EventOutput(descriptor: descriptor)) }
            switch errno {
            case EEXIST: number += 1
            case EINTR: continue
            default: throw EventFileError(place: folder, step: .create, code: errno)
            }
        }
    }

    /// Adds records, all or none.
    ///
    /// - Parameter records: Their bytes.
    /// - Returns: The system's error number; 0 where they were added.
    mutating func append(_ records: [UInt8]) -> Int32 {
        guard damage == 0 else { return damage }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return errno }
        let code = write(records)
        // What a full disk took of it would hide all later records from readers.
        if code != 0, ftruncate(descriptor, status.st_size) != 0 { damage = code }
        return code
    }

    /// Closes the file; the last call.
    func close() { _ = Glibc.close(descriptor) }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes all bytes; one system call unless the system takes fewer, as a full disk does.
    private func write(_ bytes: [UInt8]) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let slice = UnsafeRawBufferPointer(rebasing: rest)
                let written = Glibc.write(descriptor, slice.baseAddress, slice.count)
                if written < 0, errno != EINTR { return errno }
                rest = rest.dropFirst(max(written, 0))
            }
            return 0
        }
    }

    private static let prefix = "events.out.tfevents."

    /// The seconds of a new name: the present, or one after the latest name in the folder.
    private static func seconds(in folder: URL, _ wallTime: Date) -> String {
        // A folder that cannot be read may still be written to.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let taken = names.filter { $0.hasPrefix(prefix) }.compactMap { name in
            name.dropFirst(prefix.count).split(separator: ".").first.flatMap { Int($0) }
        }
        // Names sort as text, so all have ten digits: up to the year 2286.
        let last = 9_999_999_999
        let present = Int(min(max(wallTime.timeIntervalSince1970, 0), Double(last)))
        let next = taken.filter { $0 < last }.max().map { $0 + 1 } ?? 0
        let seconds = String(max(present, next))
        return String(repeating: "0", count: max(10 - seconds.count, 0)) + seconds
    }

    /// This machine's name, without asking a name server for a longer one.
    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let code = gethostname(&buffer, buffer.count - 1)
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        return code == 0 && !name.isEmpty ? name : "localhost"
    }
}

import CIPS3DTraining
import CheckpointTesting
import Foundation
import ImageFiles
import Synchronization

/// Photographs that can be told apart: red is the number times eight, green grows to the right.
enum Photographs {
    static func image(_ number: Int, side: Int = 16) -> Image {
        var pixels: [UInt8] = []
        for row in 0..<side {
            for column in 0..<side {
                pixels += [number * 8, column * 255 / side, row * 255 / side].map {
                    UInt8(truncatingIfNeeded: $0)
                }
            }
        }
        return Image(width: side, height: side, pixels: pixels)
    }

    /// Makes a folder of photographs `000.png`, `001.png` ...
    static func fill(_ folder: URL, count: Int, side: Int = 16) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for number in 0..<count {
            let name = String(format: "%03d.png", number)
            // Not to the disk at once: hundreds are made.
            try image(number, side: side).pngData().write(to: folder.appendingPathComponent(name))
        }
    }

    /// Puts files that are no images into a folder.
    static func addRubbish(_ names: [String], to folder: URL) throws {
        for name in names {
            try Data("not an image".utf8).write(to: folder.appendingPathComponent(name))
        }
    }

    /// Makes a zip of photographs, entries stored as they are.
    static func zip(to url: URL, count: Int, side: Int = 16) throws {
        let files = try (0..<count).map { number in
            (String(format: "%03d.png", number), try image(number, side: side).pngData())
        }
        try StoredZip.archive(files).write(to: url)
    }
}

/// What a set of photographs tells, from any thread.
final class Notices: Sendable {
    private let notices = Mutex<[PhotoSet.Notice]>([])

    var all: [PhotoSet.Notice] { notices.withLock { $0 } }

    /// The reasons of those that cannot be read.
    var unreadable: [String] {
        all.compactMap { if case .unreadable(let reason) = $0 { reason } else { nil } }
    }

    func add(_ notice: PhotoSet.Notice) { notices.withLock { $0.append(notice) } }
}

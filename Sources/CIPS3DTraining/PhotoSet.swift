import CIPS3DModel
import Foundation
import ImageFiles
import ImageReading
import ParallelWork
import Synchronization

/// The photographs that a model learns from, ready in the training size.
///
/// Photographs are read, cut to the middle square and resized when first asked for, and kept in
/// memory while they fit the budget. One that cannot be read is named once and then stands aside
/// for the next one that can. Any thread may ask.
public final class PhotoSet: Sendable {
    /// What is worth telling the user.
    public enum Notice: Sendable, Equatable {
        /// A file that cannot be read, with the reason.
        case unreadable(String)
        /// The first photograph that is smaller than the training size.
        case enlarged(name: String, width: Int, height: Int, size: Int)
        /// Files that are no images: how many for which reasons.
        case leftOut(String)
        /// The first photograph whose file ends early, after its last pixel.
        case endMissing(name: String)
    }

    /// Pixels on a side.
    package let size: Int
    let collection: ImageCollection
    private let budget: Int
    private let notify: @Sendable (Notice) -> Void
    private let memory: Mutex<Memory>

    private struct Memory {
        var photographs: [Int: Image] = [:]
        var unreadable: Set<Int> = []
        var hasEnlarged = false
        var hasEndMissing = false
    }

    /// Opens a folder or zip and looks at a sample spread over it.
    ///
    /// - Parameters:
    ///   - path: A folder, searched recursively, or a zip.
    ///   - size: Pixels on a side.
    ///   - cacheMegabytes: Budget for photographs kept in memory.
    ///   - decodingMegabytes: The bound on memory in which they are decoded.
    ///   - notify: Called for what the user should know, from any thread.
    /// - Throws: `ImageError` where nothing is there; ``PhotoSetError`` where more than half of the
    ///   sample cannot be read.
    package convenience init(
        path: String, size: Int, cacheMegabytes: Int, decodingMegabytes: Int,
        notify: @escaping @Sendable (Notice) -> Void
    ) throws {
        let collection = try ImageCollection(
            path: path, budget: DecodingBudget(megabytes: decodingMegabytes))
        try self.init(
            collection, size: size, cacheMegabytes: cacheMegabytes, notify: notify)
    }

    /// Looks at a sample of photographs that were listed before, whatever has become of them.
    ///
    /// - Parameters:
    ///   - collection: The photographs, and the bound on memory in which they are decoded.
    ///   - size: Pixels on a side.
    ///   - cacheMegabytes: Budget for photographs kept in memory.
    ///   - notify: Called for what the user should know, from any thread.
    /// - Throws: ``PhotoSetError`` where more than half of the sample cannot be read.
    init(
        _ collection: ImageCollection, size: Int, cacheMegabytes: Int,
        notify: @escaping @Sendable (Notice) -> Void
    ) throws {
        (self.collection, self.size, self.notify) = (collection, size, notify)
        if !collection.leftOut.isEmpty { notify(.leftOut(collection.leftOut.byReason)) }
        budget = cacheMegabytes * 1_048_576 / (size * size * 3)
        memory = Mutex(Memory())
        try examineSample()
    }

    /// Files that look like photographs, readable or not.
    package var count: Int { collection.count }
    /// The folder or zip.
    package var path: String { collection.path }

    /// Bytes that photographs in memory take at the most.
    var largestCacheBytes: Int { min(count, budget) * size * size * 3 }

    /// That of its files.
    var fingerprint: String { collection.fingerprint }

    /// A photograph, or the next one that can be read.
    ///
    /// - Parameter index: In `0..<count`.
    /// - Returns: RGB of `size` x `size`.
    /// - Throws: ``PhotoSetError`` where more than half cannot be read.
    package func photograph(_ index: Int) throws -> Image {
        for offset in 0..<count {
            if let image = try load((index + offset) % count) { return image }
        }
        throw PhotoSetError.mostlyUnreadable(path: path, bad: count, of: count)
    }

    /// Nil where the file cannot be read.
    private func load(_ index: Int) throws -> Image? {
        let known: (Image?, Bool) = memory.withLock {
            ($0.photographs[index], $0.unreadable.contains(index))
        }
        if known.0 != nil || known.1 { return known.0 }
        do {
            let photograph = try collection.withImage(at: index) { decoded, _ in
                tell(of: decoded, index)
                return decoded.image.square(size)
            }
            memory.withLock {
                if $0.photographs.count < budget { $0.photographs[index] = photograph }
            }
            return photograph
        } catch {
            try setAside(index, because: error)
            return nil
        }
    }

    /// Tells of the first photograph that is too small and of the first whose file is damaged at its end.
    private func tell(of photograph: DecodedImage, _ index: Int) {
        let (width, height) = (photograph.fullWidth, photograph.fullHeight)
        if min(width, height) < size, isFirst(\.hasEnlarged) {
            notify(
                .enlarged(
                    name: collection.name(at: index), width: width, height: height, size: size))
        }
        if photograph.notes.contains(.endMissing), isFirst(\.hasEndMissing) {
            notify(.endMissing(name: collection.name(at: index)))
        }
    }

    /// Whether something happens for the first time; from then on it has happened.
    private func isFirst(_ flag: WritableKeyPath<Memory, Bool> & Sendable) -> Bool {
        memory.withLock { memory in
            defer { memory[keyPath: flag] = true }
            return !memory[keyPath: flag]
        }
    }

    private func setAside(_ index: Int, because error: any Error) throws {
        let (isNew, bad) = memory.withLock { memory in
            (memory.unreadable.insert(index).inserted, memory.unreadable.count)
        }
        if isNew { notify(.unreadable("\(error)")) }
        if bad * 2 > count {
            throw PhotoSetError.mostlyUnreadable(path: path, bad: bad, of: count)
        }
    }

    /// Finds a folder of rubbish before hours are spent on it.
    private func examineSample() throws {
        let sample = min(count, 256)
        let isGood = ThreadTeam.ofAllProcessors.map(sample) { place in
            // What is thrown, more than half being bad, is counted below.
            (try? load(place * count / sample)) != nil
        }
        let bad = isGood.count { !$0 }
        guard bad * 2 <= sample else {
            throw PhotoSetError.mostlyUnreadable(path: path, bad: bad, of: sample)
        }
    }
}

extension ImageCollection {
    /// Of the names and sizes of all files, in order: two collections that share it are the same
    /// photographs unless somebody took care that they are not.
    var fingerprint: String {
        var fingerprint = Fingerprint()
        for index in 0..<count {
            let size = byteCount(at: index).map(String.init) ?? "?"
            // No name has a zero.
            fingerprint.add("\(name(at: index))\0\(size)\0")
        }
        return fingerprint.text
    }
}

/// Photographs that cannot be learned from.
public enum PhotoSetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// More than half of what was looked at cannot be read.
    case mostlyUnreadable(path: String, bad: Int, of: Int)

    /// One sentence: what, where, what to do.
    public var description: String {
        switch self {
        case .mostlyUnreadable(let path, let bad, let total):
            "\(path): \(bad) of \(total) images cannot be read; mend or remove them first."
        }
    }
}

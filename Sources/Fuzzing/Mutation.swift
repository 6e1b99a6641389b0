import Foundation

/// Damages files in the ways in which files get damaged or are made hostile.
public struct Mutation: Sendable {
    /// Numbers that bounds are often checked with one too few.
    private static let extremes: [UInt32] = [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
        0x4000_0000, 0x0001_0000,
    ]
    /// Headers stand here; half of the changes go there.
    private static let headerLength = 256

    private var random: FuzzRandom

    /// Changes that follow from random numbers.
    ///
    /// - Parameter random: Where they come from.
    public init(_ random: FuzzRandom) { self.random = random }

    /// Makes one to eight changes.
    ///
    /// - Parameters:
    ///   - data: A file.
    ///   - other: A file whose parts may be put into it.
    /// - Returns: The changed file, with the checksums that readers of PNG look at first mended.
    public mutating func changed(_ data: Data, with other: Data) -> Data {
        var bytes = [UInt8](data)
        for _ in 0...random.below(8) where !bytes.isEmpty { change(&bytes, with: other) }
        return random.below(4) == 0 ? Data(bytes) : PNGChecksums.mended(Data(bytes))
    }

    /// Random bytes behind a true beginning.
    ///
    /// - Parameters:
    ///   - beginning: What the file begins with.
    ///   - most: The most bytes that follow.
    /// - Returns: The file.
    public mutating func noise(after beginning: Data, most: Int) -> Data {
        beginning + Data((0..<random.below(most + 1)).map { _ in UInt8(random.below(256)) })
    }

    private mutating func change(_ bytes: inout [UInt8], with other: Data) {
        let place = place(in: bytes.count)
        let length = min(1 + random.below(16), bytes.count - place)
        switch random.below(9) {
        case 0: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1: bytes[place] = UInt8(random.below(256))
        case 2: for index in place..<place + length { bytes[index] = 0xFF }
        case 3: bytes.removeSubrange(place..<place + length)
        case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        case 5, 6: writeExtreme(to: &bytes, at: place)
        case 7: splice(other, into: &bytes, at: place)
        default: if random.below(8) == 0 { bytes.removeLast(bytes.count - place) }
        }
    }

    private mutating func place(in count: Int) -> Int {
        random.below(2) == 0 ? random.below(count) : random.below(min(count, Self.headerLength))
    }

    /// A number of one, two or four bytes, in either order.
    private mutating func writeExtreme(to bytes: inout [UInt8], at place: Int) {
        let value = Self.extremes[random.below(Self.extremes.count)]
        let width = 1 << random.below(3)
        let isBigEndian = random.below(2) == 0
        for index in 0..<min(width, bytes.count - place) {
            let shift = UInt32(8 * (isBigEndian ? width - 1 - index : index))
            bytes[place + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
    }

    private mutating func splice(_ other: Data, into bytes: inout [UInt8], at place: Int) {
        guard !other.isEmpty else { return }
        let start = random.below(other.count)
        let part = other.dropFirst(start).prefix(1 + random.below(64))
        bytes.replaceSubrange(place..<min(place + part.count, bytes.count), with: part)
    }
}

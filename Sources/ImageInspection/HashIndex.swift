/// Finds the hashes that differ from a given one in at most four bits, without looking at all.
///
/// The 64 bits are cut into six bands. Four bits that differ spoil four bands at most, so two
/// bands at least are the same: for each of the fifteen pairs of bands there is a table of lists
/// that holds every hash under those two bands, and one list in each is searched. Nothing within
/// the distance is missed.
///
/// The lists are chains of numbers in plain arrays, which take about 200 bytes a hash. A million
/// hashes as unevenly spread as those of faces are gone through in half a minute.
package struct HashIndex {
    /// The most bits in which two hashes may differ.
    package static let maximumDistance = 4

    private static let bandCount = 6
    private static let none = Int32(-1)

    private static let masks: [UInt64] = {
        let edges = (0...bandCount).map { 64 * $0 / bandCount }
        let bands: [UInt64] = zip(edges, edges.dropFirst()).map { low, high in
            ((1 << (high - low)) - 1) << low
        }
        return bands.indices.flatMap { first in
            bands[(first + 1)...].map { bands[first] | $0 }
        }
    }()

    private struct Table {
        let mask: UInt64
        let shift: UInt64
        /// The newest number of each list.
        var heads: [Int32]
        /// For each number, the one before it in its list.
        var next: [Int32] = []

        /// A list for two bands of a hash; other bands may share it, which costs time alone.
        ///
        /// Multiplies by the golden ratio: the highest bits of the product depend on all bits.
        func list(for hash: DifferenceHash) -> Int {
            Int(((hash.bits & mask) &* 0x9E37_79B9_7F4A_7C15) >> shift)
        }
    }

    private var tables: [Table]
    private var hashes: [DifferenceHash] = []
    private var lastQuery: [Int32] = []
    private var queries: Int32 = 0

    /// An empty index.
    ///
    /// - Parameter capacity: How many hashes it should be quick for.
    package init(capacity: Int) {
        let bits = max(1, Int.bitWidth - max(0, capacity - 1).leadingZeroBitCount)
        tables = Self.masks.map { mask in
            Table(
                mask: mask, shift: UInt64(64 - bits),
                heads: [Int32](repeating: Self.none, count: 1 << bits))
        }
    }

    /// Adds a hash under the next number, from 0.
    package mutating func append(_ hash: DifferenceHash) {
        let number = Int32(hashes.count)
        hashes.append(hash)
        lastQuery.append(Self.none)
        for index in tables.indices {
            let list = tables[index].list(for: hash)
            tables[index].next.append(tables[index].heads[list])
            tables[index].heads[list] = number
        }
    }

    /// The numbers of all hashes within the distance, in ascending order.
    package mutating func numbers(near hash: DifferenceHash) -> [Int] {
        var found: [Int] = []
        queries += 1
        for table in tables {
            var number = table.heads[table.list(for: hash)]
            while number != Self.none {
                let place = Int(number)
                number = table.next[place]
                guard hashes[place].distance(to: hash) <= Self.maximumDistance,
                    lastQuery[place] != queries
                else { continue }
                lastQuery[place] = queries
                found.append(place)
            }
        }
        return found.sorted()
    }
}

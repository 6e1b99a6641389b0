import ImageFiles
import ImageReading
import ParallelWork

/// A picture to look at: images spread evenly over a collection, and below them the suspects.
///
/// All are cut to their middle squares, as training sees them. Suspects stand in rows, a kind in a
/// row, in frames of the kind's colour; duplicates stand beside what is kept, in one frame.
public struct ContactSheet: Sendable {
    /// Images in a row.
    public static let columns = 12
    /// Rows of images, without the suspects.
    public static let maximumRows = 8
    /// Pixels on a side of an image.
    public static let imageSize = 96

    /// The picture.
    public let image: Image
    /// The kinds of suspects that there are, from the top.
    public let suspects: [Suspects.Kind]

    /// Reads the images once more and lays them out.
    ///
    /// A place stays empty where an image can no longer be read.
    ///
    /// - Parameters:
    ///   - inspection: What was found; at least one image has to be readable.
    ///   - collection: What was inspected.
    public init(of inspection: CollectionInspection, in collection: ImageCollection) {
        precondition(inspection.readable > 0, "a contact sheet of no readable image")
        let rows = Suspects.all(in: inspection)
        let names = Set(rows.flatMap { $0.cells.flatMap { $0 } })
        let unreadable = Set(inspection.unreadable.map(\.name))
        var readable: [Int] = []
        var places: [String: Int] = [:]
        for index in 0..<collection.count {
            let name = collection.name(at: index)
            if !unreadable.contains(name) { readable.append(index) }
            if names.contains(name), places[name] == nil { places[name] = index }
        }
        let spread = Self.spread(over: readable)
        let images = Self.images(Set(spread).union(places.values), in: collection)

        var canvas = SheetCanvas(images: spread.count, suspectRows: rows.count)
        for (cell, index) in spread.enumerated() {
            canvas.draw(images[index], cell: cell)
        }
        for (row, suspects) in rows.enumerated() {
            var column = 0
            for cell in suspects.cells {
                canvas.draw(
                    cell.map { name in places[name].flatMap { images[$0] } }, suspectRow: row,
                    column: column, frame: suspects.kind.frame)
                column += cell.count
            }
        }
        image = canvas.image
        suspects = rows.map(\.kind)
    }

    /// As many indices as the sheet holds, at equal distances.
    private static func spread(over indices: [Int]) -> [Int] {
        let count = min(indices.count, columns * maximumRows)
        return (0..<count).map { indices[$0 * indices.count / count] }
    }

    /// Images cut and scaled for the sheet; those that cannot be read are missing.
    private static func images(
        _ indices: Set<Int>, in collection: ImageCollection
    ) -> [Int: Image] {
        let wanted = indices.sorted()
        let images = ThreadTeam.ofAllProcessors.map(wanted.count) { place -> Image? in
            // It was readable a moment ago; where it no longer is, its place stays empty.
            try? collection.square(at: wanted[place], side: imageSize)
        }
        return Dictionary(uniqueKeysWithValues: zip(wanted, images)).compactMapValues { $0 }
    }
}

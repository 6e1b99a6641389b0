import Foundation
import ImageFiles
import ImageInspection
import ImageReading
import ParallelWork

/// The images of a folder or zip as they are compared.
public struct PhotographSource: ImageSource {
    /// What is done to an image before it is compared.
    public enum Preparation: Sendable, Equatable {
        /// Nothing: all have to be of one size.
        case asTheyAre(width: Int, height: Int)
        /// Cut to the middle square and resized with a Lanczos filter, as for training.
        case square(Int)
    }

    /// The folder or zip.
    public let collection: ImageCollection
    /// What is done to each.
    public let preparation: Preparation
    /// Which images of the collection, in order.
    private let places: [Int]
    private let replacesUnreadable: Bool

    /// How many there are.
    public var count: Int { places.count }

    /// Images of a folder or zip.
    ///
    /// - Parameters:
    ///   - collection: The folder or zip.
    ///   - size: Pixels on a side to which each is cut and resized; nil takes them as they are.
    ///   - limit: The most images; where there are more, as many are taken evenly spread.
    ///   - replacesUnreadable: Whether the next image stands in for one that cannot be read, as in
    ///     training. A number that is published should not rest on that.
    /// - Throws: `ImageError` where the first image cannot be read.
    public init(
        _ collection: ImageCollection, size: Int?, limit: Int? = nil,
        replacesUnreadable: Bool = false
    ) throws {
        precondition(limit ?? 1 > 0, "photographs, at most \(limit ?? 0)")
        self.collection = collection
        self.replacesUnreadable = replacesUnreadable
        let total = collection.count
        let wanted = min(limit ?? total, total)
        places = (0..<wanted).map { $0 * total / wanted }
        if let size {
            preparation = .square(size)
        } else {
            let first = try collection.image(at: places[0])
            preparation = .asTheyAre(width: first.width, height: first.height)
        }
    }

    /// Reads and prepares an image.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The image; all have one size.
    /// - Throws: `ImageError`, or ``MeasurementError`` where it has another size than the first.
    public func image(at index: Int) throws -> Image {
        let place = places[index]
        guard replacesUnreadable else { return try prepared(place) }
        for offset in 0..<collection.count {
            if let image = try? prepared((place + offset) % collection.count) { return image }
        }
        return try prepared(place)
    }

    private func prepared(_ place: Int) throws -> Image {
        switch preparation {
        case .square(let size): return try collection.square(at: place, side: size)
        case .asTheyAre(let width, let height):
            let image = try collection.image(at: place)
            guard image.width == width, image.height == height else {
                throw MeasurementError.mixedSizes(
                    path: collection.path, first: "\(width)x\(height)",
                    name: collection.name(at: place),
                    other: "\(image.width)x\(image.height)")
            }
            return image
        }
    }

    /// Computes digests of the images' files.
    ///
    /// - Parameters:
    ///   - threads: How many may read at once.
    ///   - cancellation: Asked before each file.
    /// - Returns: One for each image, in order.
    /// - Throws: `ImageError` where a file cannot be read; `CancellationError`.
    func digests(threads: Int, cancellation: Cancellation) throws -> [ContentDigest] {
        try ThreadTeam(threads).map(places.count, cancellation: cancellation) { index in
            ContentDigest(of: try data(at: places[index]))
        }
    }

    /// The bytes of a file; none of one that cannot be read where that is allowed.
    private func data(at place: Int) throws -> Data {
        guard replacesUnreadable else { return try collection.data(at: place) }
        return (try? collection.data(at: place)) ?? Data()
    }

    /// How the images are prepared, in words, such as `middle square resized to 64x64`.
    public var preparationName: String {
        switch preparation {
        case .asTheyAre(let width, let height): "\(width)x\(height) as they are"
        case .square(let size): "middle square resized to \(size)x\(size)"
        }
    }
}

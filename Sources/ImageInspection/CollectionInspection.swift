import ImageFiles
import ImageReading

/// What is in a folder or zip of images, and what to do about it before training.
///
/// It does not depend on the order of the images. Images are called by their paths below the
/// folder or in the archive.
public struct CollectionInspection: Sendable, Codable, Equatable {
    /// The folder or archive.
    public let path: String
    /// Pixels on a side that training would see.
    public let trainingSize: Int
    /// Files that look like images by their names.
    public let found: Int
    /// Those that can be decoded; everything below is about them.
    public let readable: Int
    /// Those that cannot, by name.
    public let unreadable: [UnreadableImage]
    /// Files beside them that are no images, with the reasons.
    public let leftOut: [LeftOut]
    /// How many there are of each format.
    public let formats: [ImageFormat: Int]
    /// Names of the images to which something was done to read them, by what it was.
    public let notes: [DecodedImage.Note: [String]]
    /// Widths and heights; nil where no image is readable.
    public let sizes: SizeSpread?
    /// Files of the same bytes.
    public let exactDuplicates: [DuplicateGroup]
    /// Images that look the same and are no exact duplicates; see ``NearDuplicates``.
    public let nearDuplicates: [DuplicateGroup]
    /// Readable images that are not blank, of exact duplicates one.
    public let usable: Int
    /// Grey and coloured images.
    public let colors: ColorSplit
    /// How bright the images are; nil where no image is readable.
    public let brightness: BrightnessSpread?
    /// Images that show little or nothing.
    public let contrast: ContrastSpread
    /// What to do, in this order; empty where nothing is to be done.
    public private(set) var advice: [InspectionAdvice] = []

    /// Puts together what is known of each image.
    package init(
        path: String, trainingSize: Int, images: [ImageFacts], unreadable: [UnreadableImage],
        leftOut: [LeftOut] = []
    ) {
        (self.path, self.trainingSize) = (path, trainingSize)
        (found, readable) = (images.count + unreadable.count, images.count)
        self.unreadable = unreadable.sorted { $0.name < $1.name }
        self.leftOut = leftOut
        var notes: [DecodedImage.Note: [String]] = [:]
        for image in images {
            for note in image.notes { notes[note, default: []].append(image.name) }
        }
        self.notes = notes.mapValues { $0.sorted() }
        formats = images.reduce(into: [:]) { $0[$1.format, default: 0] += 1 }
        sizes = SizeSpread(of: images, trainingSize: trainingSize)
        let exact = ExactDuplicates(among: images)
        exactDuplicates = exact.groups
        nearDuplicates = NearDuplicates(among: exact.distinct).groups
        usable = exact.distinct.count { !$0.isBlank }
        colors = ColorSplit(of: images)
        brightness = BrightnessSpread(of: images)
        contrast = ContrastSpread(of: images)
        advice = InspectionAdvice.all(for: self)
    }

    /// Files that could go because another of the same bytes stays.
    public var exactDuplicateCount: Int { exactDuplicates.reduce(0) { $0 + $1.copies.count } }
    /// Images that could go because a better copy stays.
    public var nearDuplicateCount: Int { nearDuplicates.reduce(0) { $0 + $1.copies.count } }
}

/// An image that cannot be read.
public struct UnreadableImage: Sendable, Codable, Equatable {
    /// Its path below the folder or in the archive.
    public let name: String
    /// What is wrong with it.
    public let reason: String
}

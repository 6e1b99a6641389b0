/// Images that look the same: encoded anew, resized, brightened or hardly cut.
///
/// The images are gone through from the largest to the smallest. One that looks like an image that
/// was kept earlier is a copy of it; any other is kept. So every copy looks like what is kept for
/// it, and a chain of images that change little by little does not become one group.
///
/// Looking the same is a ``DifferenceHash`` that differs in at most four bits and thumbnails that
/// correlate by ``minimumCorrelation``. Among 13,233 news photographs (LFW) that finds 17 pairs,
/// each one photograph in two versions; just below it lie other photographs of the same event.
/// Among 400 portraits (ORL) it finds three pairs of one sitting in which little but the mouth
/// moved: what is found deserves a look before it goes. Of 500 photographs that were encoded anew
/// at quality 40, halved, enlarged, darkened, brightened by a fifth or made grey it finds 499 and
/// more of each, of those cut by one pixel in 128 on each side 491, by three 18.
public struct NearDuplicates: Sendable {
    /// How far thumbnails have to correlate; encoding anew and resizing leave 0.998 and more.
    public static let minimumCorrelation = 0.985

    /// Groups of two and more, by the names of what is kept.
    public let groups: [DuplicateGroup]

    /// Finds the near duplicates among images that are not exact duplicates of each other.
    ///
    /// Images in which there is nothing to see are left out.
    ///
    /// - Parameter images: In any order, which does not matter.
    public init(among images: [ImageFacts]) {
        let ordered = images.filter { !$0.isBlank && !$0.thumbnail.isFlat }
            .sorted(by: Self.isBetter)
        var index = HashIndex(capacity: ordered.count)
        var kept: [(image: ImageFacts, copies: [String])] = []
        for image in ordered {
            let hash = DifferenceHash(of: image.thumbnail)
            let likeness = index.numbers(near: hash).map { number in
                (number, kept[number].image.thumbnail.correlation(with: image.thumbnail))
            }
            // The first of the best, so that nothing depends on chance.
            if let (number, correlation) = likeness.max(by: { $0.1 < $1.1 }),
                correlation >= Self.minimumCorrelation
            {
                kept[number].copies.append(image.name)
            } else {
                index.append(hash)
                kept.append((image, []))
            }
        }
        groups = kept.filter { !$0.copies.isEmpty }
            .map { DuplicateGroup(kept: $0.image.name, copies: $0.copies.sorted()) }
            .sorted { $0.kept < $1.kept }
    }

    /// Whether one image should rather be kept than another: more pixels, then more bytes.
    ///
    /// What is left is decided by the content and never by the name.
    private static func isBetter(_ left: ImageFacts, _ right: ImageFacts) -> Bool {
        let (leftPixels, rightPixels) = (
            left.size.width * left.size.height, right.size.width * right.size.height
        )
        guard leftPixels == rightPixels else { return leftPixels > rightPixels }
        guard left.byteCount == right.byteCount else { return left.byteCount > right.byteCount }
        return left.digest < right.digest
    }
}

import ImageFiles
import ImageReading
import ParallelWork

extension CollectionInspection {
    /// Looks at every image of a folder or archive, on all processors.
    ///
    /// At most one decoded image for each processor is in memory at once, within the collection's bound.
    ///
    /// - Parameters:
    ///   - collection: The images.
    ///   - trainingSize: Pixels on a side that training would see, at least 1.
    ///   - progress: Told how many images are done, in ascending order and by one thread at once.
    public init(
        of collection: ImageCollection, trainingSize: Int,
        progress: (Int) -> Void = { _ in }
    ) {
        precondition(trainingSize > 0, "a training size of \(trainingSize)")
        var images: [ImageFacts] = []
        var unreadable: [UnreadableImage] = []
        ThreadTeam.ofAllProcessors.compute(collection.count) { index in
            Result {
                try collection.withImage(at: index) {
                    ImageFacts($0, data: $1, name: collection.name(at: index))
                }
            }
        } receive: { index, result in
            switch result {
            case .success(let facts): images.append(facts)
            case .failure(let error):
                unreadable.append(
                    UnreadableImage(
                        name: collection.name(at: index),
                        reason: (error as? ImageError)?.problem ?? "\(error)"))
            }
            progress(images.count + unreadable.count)
        }
        self.init(
            path: collection.path, trainingSize: trainingSize, images: images,
            unreadable: unreadable, leftOut: collection.leftOut)
    }
}

import Dispatch
import ImageFiles
import Synchronization

extension CollectionInspection {
    private struct Findings {
        var images: [ImageFacts] = []
        var unreadable: [UnreadableImage] = []
        var done = 0
    }

    /// Looks at every image of a folder or archive, on all processors.
    ///
    /// At most one decoded image for each processor is in memory at once.
    ///
    /// - Parameters:
    ///   - collection: The images.
    ///   - trainingSize: Pixels on a side that training would see, at least 1.
    ///   - progress: Told how many images are done, in ascending order and by one thread at once.
    public init(
        of collection: ImageCollection, trainingSize: Int,
        progress: @Sendable (Int) -> Void = { _ in }
    ) {
        precondition(trainingSize > 0, "a training size of \(trainingSize)")
        let findings = Mutex(Findings())
        DispatchQueue.concurrentPerform(iterations: collection.count) { index in
            let name = collection.name(at: index)
            let result = Result { () throws(ImageError) in
                try ImageFacts(of: try collection.data(at: index), name: name)
            }
            findings.withLock { findings in
                switch result {
                case .success(let facts): findings.images.append(facts)
                case .failure(let error):
                    findings.unreadable.append(UnreadableImage(name: name, reason: error.problem))
                }
                findings.done += 1
                progress(findings.done)
            }
        }
        let found = findings.withLock { $0 }
        self.init(
            path: collection.path, trainingSize: trainingSize, images: found.images,
            unreadable: found.unreadable)
    }
}

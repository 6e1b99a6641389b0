import FileTesting
import Foundation
import ImageFiles
import ImageInspection
import ImageReading

extension TemporaryFolder {
    /// Writes an image as PNG.
    func write(_ image: Image, to name: String) throws {
        try write(image.pngData(), to: name)
    }

    /// What is found in the folder.
    func inspection(trainingSize: Int = 64) throws -> CollectionInspection {
        CollectionInspection(of: try ImageCollection(path: url.path), trainingSize: trainingSize)
    }
}

extension ImageFacts {
    /// What is kept of a file.
    init(of data: Data, name: String) throws {
        self.init(try ImageDecoder().image(data, name: name), data: data, name: name)
    }
}

import Foundation
import ImageFiles
import ImageInspection
import ImageReading

/// A folder that is deleted when the last reference to it goes.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("ImageInspectionTests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file, with the folders that it needs.
    func write(_ data: Data, to name: String) throws {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

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

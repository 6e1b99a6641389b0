import FileTesting
import Foundation

extension TemporaryFolder {
    /// Writes a checkpoint into it.
    func checkpoint(_ data: Data, named name: String = "file.pth") throws -> URL {
        try write(data, to: name)
    }
}

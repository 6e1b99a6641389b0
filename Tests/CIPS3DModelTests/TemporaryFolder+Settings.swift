import FileTesting
import Foundation

extension TemporaryFolder {
    /// Writes settings into it.
    func settings(_ text: String, named name: String = "config.json") throws -> URL {
        try write(Data(text.utf8), to: name)
    }
}

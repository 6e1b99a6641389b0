import Foundation

/// The image files below a folder.
struct ImageFolder: Sendable {
    /// The folder.
    let path: String
    /// The files' paths below it, in no particular order.
    let names: [String]

    /// Lists a folder and the folders below it.
    ///
    /// Links to folders are followed, but no folder is listed twice, so a loop of links ends.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - isWanted: Whether a file or folder of that name counts.
    /// - Throws: `ImageError` where a folder cannot be listed.
    init(path: String, where isWanted: (_ name: String, _ isFolder: Bool) -> Bool)
        throws(ImageError)
    {
        var found: [String] = []
        var seen: Set<String> = []
        var waiting = [""]  // folders to list, as paths below the root
        while let folder = waiting.popLast() {
            let folderPath = folder.isEmpty ? path : "\(path)/\(folder)"
            guard seen.insert(Self.realPath(folderPath)).inserted else { continue }
            var folders: [String] = []
            for name in try Self.contents(of: folderPath) {
                let below = folder.isEmpty ? name : "\(folder)/\(name)"
                var isFolder: ObjCBool = false
                // A dangling link counts as a file: reading it says what is wrong with it.
                _ = FileManager.default.fileExists(
                    atPath: "\(path)/\(below)", isDirectory: &isFolder)
                guard isWanted(name, isFolder.boolValue) else { continue }
                if isFolder.boolValue { folders.append(below) } else { found.append(below) }
            }
            waiting += folders.sorted(by: >)  // the first in order is popped first
        }
        self.path = path
        names = found
    }

    /// How many bytes a file has.
    ///
    /// - Parameter name: One of `names`.
    /// - Returns: The number; nil where it cannot be told.
    func byteCount(of name: String) -> UInt64? {
        // Of what a link leads to, as reading does.
        let url = URL(fileURLWithPath: "\(path)/\(name)").resolvingSymlinksInPath()
        return (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize).map(UInt64.init)
    }

    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - name: One of `names`.
    ///   - limit: The most bytes that it may have.
    /// - Returns: The whole file.
    /// - Throws: `ImageError` for a larger file and for one that cannot be read.
    func data(of name: String, limit: Int) throws(ImageError) -> Data {
        let place = "\(path)/\(name)"
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: place))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else {
                throw ImageError(
                    place: place, problem: "the file has more than \(limit) bytes",
                    remedy: "remove it or convert it to a smaller image")
            }
            return data
        } catch let error as ImageError {
            throw error
        } catch {
            throw ImageError(
                place: place, problem: "the file cannot be read (\(Self.reason(error)))",
                remedy: "check that it is still there and its permissions")
        }
    }

    private static func contents(of folder: String) throws(ImageError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw ImageError(
                place: folder, problem: "the folder cannot be listed (\(reason(error)))",
                remedy: "check its permissions")
        }
    }

    /// The path without links, by which a folder is recognised when it is met again.
    private static func realPath(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// The system's own words where there are some.
    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        return (underlying ?? error).localizedDescription
    }
}

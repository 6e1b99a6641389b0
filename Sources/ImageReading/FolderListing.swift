import Foundation
import ImageFiles

/// The image files below a folder, called by the bytes of their names: not every name is UTF-8.
struct FolderListing: Sendable {
    /// A path below the folder, as bytes and as people read it.
    struct File: Sendable {
        let bytes: [UInt8]
        var name: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// The folder.
    let path: String
    /// The images, in the order of their bytes.
    private(set) var files: [File]
    /// Files that are no images, in the same order.
    let leftOut: [LeftOut]

    /// Lists a folder and the folders below it.
    ///
    /// Links are followed, but no folder is listed twice, so a loop of links ends. Only regular files count.
    ///
    /// - Parameter path: The folder.
    /// - Throws: `ImageError` where it cannot be listed. A folder below it that cannot is left out.
    init(path: String) throws(ImageError) {
        var walk = Walk(root: Array(path.utf8))
        var waiting: [[UInt8]] = [[]]  // folders to list, as paths below the root
        while let folder = waiting.popLast() {
            if let problem = walk.list(folder) {
                guard !folder.isEmpty else {
                    throw ImageError(
                        place: path, problem: "the folder cannot be listed (\(problem))",
                        remedy: "check its permissions")
                }
                walk.leaveOut(folder, "a folder that cannot be listed (\(problem))")
            }
            waiting += walk.takeFolders()
        }
        self.path = path
        files = walk.files.sorted { $0.lexicographicallyPrecedes($1) }.map(File.init)
        leftOut = walk.leftOut.sorted { $0.name < $1.name }
    }

    /// The same folder with some of its images.
    func keeping(_ isKept: (File) -> Bool) -> FolderListing {
        var listing = self
        listing.files = files.filter(isKept)
        return listing
    }

    private func fullPath(of file: File) -> [UInt8] {
        Array(path.utf8) + [UInt8(ascii: "/")] + file.bytes
    }

    /// How many bytes a file has; nil where it cannot be told.
    func byteCount(of file: File) -> UInt64? {
        FileStatus(of: fullPath(of: file))?.size
    }

    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - file: One of `files`.
    ///   - limit: The most bytes that it may have.
    /// - Returns: The whole file.
    /// - Throws: `ImageError` for a larger file, for one that cannot be read, and for what is no regular file by now.
    func data(of file: File, limit: Int) throws(ImageError) -> Data {
        let place = "\(path)/\(file.name)"
        do throws(FileFault) {
            let data = try RegularFile.read(fullPath(of: file), upTo: limit + 1)
            guard data.count <= limit else {
                throw FileFault(description: "it has more than \(limit) bytes")
            }
            return data
        } catch {
            throw ImageError(
                place: place, problem: "the file cannot be read (\(error))",
                remedy: "check that it is still there and its permissions, or remove it")
        }
    }
}

/// The state of a walk through folders.
private struct Walk {
    let root: [UInt8]
    var files: [[UInt8]] = []
    var leftOut: [LeftOut] = []
    private var folders: [[UInt8]] = []
    private var seen: Set<FileStatus.Identity> = []

    init(root: [UInt8]) {
        self.root = root
    }

    /// Lists one folder; what is wrong with it, nil where nothing is.
    mutating func list(_ folder: [UInt8]) -> String? {
        let place = full(folder)
        guard let status = FileStatus(of: place) else { return SystemError.latest }
        guard seen.insert(status.identity).inserted else { return nil }
        guard let names = FileStatus.names(in: place) else { return SystemError.latest }
        for name in names where !FileSelection.isHidden(String(decoding: name, as: UTF8.self)) {
            take(folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name, name)
        }
        return nil
    }

    /// The folders that were found since the last call, so that the first in order is popped first.
    mutating func takeFolders() -> [[UInt8]] {
        defer { folders = [] }
        return folders.sorted { $1.lexicographicallyPrecedes($0) }
    }

    mutating func leaveOut(_ path: [UInt8], _ reason: String) {
        leftOut.append(LeftOut(name: String(decoding: path, as: UTF8.self), reason: reason))
    }

    private func full(_ below: [UInt8]) -> [UInt8] {
        below.isEmpty ? root : root + [UInt8(ascii: "/")] + below
    }

    private mutating func take(_ path: [UInt8], _ name: [UInt8]) {
        guard let status = FileStatus(of: full(path)) else {
            leaveOut(path, "a link that leads nowhere")
            return
        }
        switch status.kind {
        case .folder: folders.append(path)
        case .regular:
            let place = full(path)
            let reason = FileSelection.reason(String(decoding: name, as: UTF8.self)) {
                try? RegularFile.read(place, upTo: 512)
            }
            if let reason { leaveOut(path, reason) } else { files.append(path) }
        case .other(let kind): leaveOut(path, kind)
        }
    }
}

import CIPS3DTraining
import Foundation

/// The pictures of a run that a page shows.
package struct RunPictures: Sendable {
    /// Grids of a run that a page shows at most.
    package static let mostGrids = 8

    /// Heads of fixed codes, the earliest first.
    package struct Grid: Sendable {
        /// Thousands of photographs seen.
        package let kimg: Double
        /// The picture.
        package let picture: EmbeddedPicture
    }

    /// Photographs as the discriminators see them.
    package private(set) var reals: EmbeddedPicture?
    /// Heads of fixed codes, the earliest first.
    package private(set) var grids: [Grid] = []
    /// What was left out, a sentence for each.
    package private(set) var notes: [String] = []

    /// Chooses among the pictures of a run.
    ///
    /// - Parameters:
    ///   - folder: The run.
    ///   - budget: Bytes that all files together may have.
    package init(_ folder: RunFolder, budget: Int) {
        let files = Self.gridFiles(in: folder)
        let small = files.filter { noteUnlessSmall($0.url, $0.bytes) }
        var spent = 0
        for file in Self.chosen(small, budget: budget) {
            guard let picture = picture(file.url) else { continue }
            grids.append(Grid(kimg: file.kimg, picture: picture))
            spent += file.bytes
        }
        if grids.count < min(small.count, Self.mostGrids) {
            notes.append("Only \(grids.count) grids are shown, to keep the page small.")
        }
        guard let bytes = RegularFile.size(folder.realsURL) else { return }
        guard noteUnlessSmall(folder.realsURL, bytes) else { return }
        guard spent + bytes <= budget else {
            notes.append("reals.png is left out, to keep the page small.")
            return
        }
        reals = picture(folder.realsURL)
    }

    /// Evenly spread places of a row, the first and the last among them.
    ///
    /// - Parameters:
    ///   - most: How many there may be, at least one.
    ///   - count: Places in the row.
    /// - Returns: Indices in order; the last alone where one is wanted.
    package static func evenlyChosen(_ most: Int, of count: Int) -> [Int] {
        guard count > most else { return Array(0..<count) }
        guard most > 1 else { return [count - 1] }
        return (0..<most).map { ($0 * (count - 1) + (most - 1) / 2) / (most - 1) }
    }
}

extension RunPictures {
    private typealias File = (url: URL, kimg: Double, bytes: Int)

    private static func gridFiles(in folder: RunFolder) -> [File] {
        let all = try? FileManager.default.contentsOfDirectory(
            at: folder.url, includingPropertiesForKeys: nil)
        let files = (all ?? []).compactMap { url -> File? in
            guard let match = url.lastPathComponent.wholeMatch(of: /fakes-(\d+\.\d{3})\.png/),
                let kimg = Double(match.1), let bytes = RegularFile.size(url)
            else { return nil }
            return (url, kimg, bytes)
        }
        return files.sorted { $0.kimg < $1.kimg }
    }

    /// As many as are allowed and affordable.
    private static func chosen(_ files: [File], budget: Int) -> [File] {
        for count in stride(from: mostGrids, to: 0, by: -1) {
            let some = evenlyChosen(count, of: files.count).map { files[$0] }
            if some.reduce(0, { $0 + $1.bytes }) <= budget { return some }
        }
        return []
    }

    private mutating func noteUnlessSmall(_ url: URL, _ bytes: Int) -> Bool {
        guard bytes > EmbeddedPicture.largestFile else { return true }
        notes.append(
            "\(url.lastPathComponent) is left out: it has \(bytes >> 20) MiB, and more than "
                + "\(EmbeddedPicture.largestFile >> 20) would make the page slow.")
        return false
    }

    private mutating func picture(_ url: URL) -> EmbeddedPicture? {
        if let data = try? RegularFile.read(url), let picture = EmbeddedPicture(png: data) {
            return picture
        }
        notes.append("\(url.lastPathComponent) is left out: it cannot be read as PNG.")
        return nil
    }
}

import CIPS3DModel
import CIPS3DTraining
import Foundation
import RunSettings

/// A run as its folder holds it at the moment of reading; nothing is locked or written.
package struct ReportedRun: Sendable {
    /// Short, and unlike those of the other runs of a page.
    package let name: String
    /// The resolved configuration.
    package let configuration: Configuration
    /// What the configuration does not say.
    package let description: RunDescription
    /// What training measured.
    package let history: RunHistory
    /// What training painted.
    package let pictures: RunPictures

    /// Reads a run.
    ///
    /// - Parameters:
    ///   - folder: Where it is.
    ///   - name: What the page calls it.
    ///   - pictureBudget: Bytes that its pictures may have.
    /// - Throws: ``RunReportError``, `RunFolderError` or `ConfigurationError`: a sentence about
    ///   what is missing or broken.
    package init(_ folder: RunFolder, name: String, pictureBudget: Int) throws {
        var isFolder: ObjCBool = false
        let path = folder.url.path
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RunReportError.noFolder(path)
        }
        guard isFolder.boolValue else { throw RunReportError.notAFolder(path) }
        (configuration, description) = try folder.read()
        history = try RunHistory(contentsOf: folder.statisticsURL)
        pictures = RunPictures(folder, budget: pictureBudget)
        self.name = name
    }

    /// The newest line.
    var last: StatisticsRecord? { history.records.last }

    /// Where its stages begin, by their image sizes; empty where there is one.
    var stageMarks: [Chart.Mark] {
        var (marks, end, stage): ([Chart.Mark], Double, Int?) = ([], 0, nil)
        for record in history.records {
            if let next = record.stage, next != stage {
                let size = record.imageSize.map { "\($0)x\($0)" } ?? "stage \(next)"
                marks.append(Chart.Mark(kimg: end, label: size))
                stage = next
            }
            end = record.kimg
        }
        return marks.count > 1 ? marks : []
    }

    /// Lines with measures of the averaged generator.
    var measured: [(kimg: Double, measures: TrainingMeasures)] {
        history.records.compactMap { record in record.measures.map { (record.kimg, $0) } }
    }

    /// Distances that are numbers.
    var distances: [MeasuredDistance] {
        let model = ModelConfiguration(configuration)
        return measured.compactMap { MeasuredDistance($0.measures, kimg: $0.kimg, of: model) }
    }

    /// The last distances on the same terms; `best/` holds the nearest of these.
    var comparableDistances: [MeasuredDistance] {
        let all = distances
        let lastOther = all.lastIndex { $0.terms != all.last?.terms }
        return Array(all.suffix(from: lastOther.map { $0 + 1 } ?? 0))
    }
}

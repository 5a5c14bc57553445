export { setShown, type Showing } from './file-store';
export { FolderStorage } from './folder-storage';
export { ImagesBusy, InvalidImage, type PhotoSize } from './images';
export { attachPhoto, dropFiles, Photos, photoType, storedPhotoOf, storedPhotoOfAddress } from './photos';
export { S3Storage, type S3Settings } from './s3-storage';
export { StorageUnavailable, type FileStorage } from './storage';
export { fileCron, fileTasks } from './sweep';
